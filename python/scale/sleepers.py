"""A worker with many slots whose trainings only sleep: to see what a search and its conversation with workers cost.

    python sleepers.py MEAN_SECONDS STATISTICS

How long a training sleeps is drawn from its program and seed, with a heavy tail: Pareto with exponent 2, at most 50 times the mean.
The fitness is drawn too, so that the search evolves something. Every second it writes how many slots were busy for how long.
"""

from __future__ import annotations

import hashlib
import heapq
import sys
import time
from pathlib import Path

from savanna import lines
from savanna._version import __version__
from savanna.serving import Lease, Service, serve

TAIL = 50
STEPS = 1000


class Sleepers(Service):
    """Slots are a number and a heap of those that sleep."""

    def __init__(self, answers: lines.Writer) -> None:
        super().__init__(answers)
        self._mean = float(sys.argv[1])
        self._statistics = Path(sys.argv[2])
        self._slots = 0
        self._asleep: list[tuple[float, float, int, Lease]] = []
        self._cancelled: set[int] = set()
        self._busy = 0.0
        self._changed = time.monotonic()
        self._done = 0
        self._next_line = 0.0

    def hello(self, message: lines.Message, slots: int | None) -> None:
        self._slots = slots or 1
        task = {
            "name": "sleeping",
            "digest": hashlib.sha256(sys.argv[1].encode()).hexdigest(),
            "parts": {"mean": sys.argv[1]},
            "metric": "loss",
            "steps": STEPS,
            "hurdles": [],
            "seeds": 2,
        }
        self.answers.write(self.greeting({"version": __version__, "numerics": "sleep", "task": task}, self._slots))

    def assign(self) -> None:
        now = time.monotonic()
        while self.waiting and len(self._asleep) < self._slots:
            lease = self.waiting.popleft()
            self._account(now)
            self._sleep(lease, now)

    def _sleep(self, lease: Lease, now: float) -> None:
        heapq.heappush(self._asleep, (now + self._mean * pareto(lease.program, lease.seeds[0]), now, lease.id, lease))

    def _account(self, now: float) -> None:
        self._busy += len(self._asleep) * (now - self._changed)
        self._changed = now

    def cancel(self, lease: int) -> None:
        for each in list(self._asleep):
            if each[2] == lease:
                self._account(time.monotonic())
                self._asleep.remove(each)
                heapq.heapify(self._asleep)
                self.answers.write({"end": lease})
        self.assign()

    def close(self) -> None:
        """Nothing to end."""

    def next_deadline(self) -> float | None:
        first = self._asleep[0][0] if self._asleep else self._next_line
        return max(0.0, min(first, self._next_line) - time.monotonic())

    def enforce(self) -> None:
        now = time.monotonic()
        while self._asleep and self._asleep[0][0] <= now:
            self._account(now)
            _, began, _, lease = heapq.heappop(self._asleep)
            seed = lease.seeds.pop(0)
            self._done += 1
            self.answers.write(
                {
                    "result": lease.id,
                    "seed": seed,
                    "outcome": "TRAINED",
                    "fitness": 1 + drawn(lease.program, seed, "fitness"),
                    "steps": STEPS,
                    "losses": [],
                    "micros": round(1e6 * (now - began)),
                }
            )
            if lease.seeds:
                self._sleep(lease, now)
            else:
                self.answers.write({"end": lease.id})
        self.assign()
        if now >= self._next_line:
            self._account(now)
            self._next_line = now + 1
            with self._statistics.open("a") as file:
                file.write(f"{now} {self._busy} {self._done}\n")


def drawn(program: str, seed: int, what: str) -> float:
    """A number in (0, 1] that is the same every time."""
    digest = hashlib.blake2b(f"{what} {seed} {program}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") + 1) / 2**64


def pareto(program: str, seed: int) -> float:
    """With mean 1, but for the end of its tail."""
    return min(TAIL, 0.5 * drawn(program, seed, "time") ** -0.5)


if __name__ == "__main__":
    serve(Sleepers)
