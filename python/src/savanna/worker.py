"""A worker: trains programs for Savanna on this machine, with JSON lines on standard input and output.

    python -m savanna.worker

It starts a process a slot (:mod:`savanna.slot`), hands each one program at a time, and answers for them: a training that
hangs is killed at its limit with all that it started, a process that dies is replaced and its program tried once more, and
when standard input ends, everything ends. It imports nothing of the task itself.

The protocol is described in proxy-tasks/WORKERS.md; what any worker does of it is :mod:`savanna.serving`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from savanna import lines
from savanna._version import __version__
from savanna.serving import Lease, Service, serve

_MOST_DEATHS = 2
"""So many processes may a program cost."""
_MOST_FAILED_STARTS = 3
_CANCEL_SECONDS = 2.0
"""Time that a cancelled training is given to notice, at its next step, before its process is killed."""


@dataclass
class Slot:
    """A process with what it is at."""

    index: int
    process: subprocess.Popen[bytes]
    writer: lines.Writer
    is_ready: bool = False
    lease: Lease | None = None
    last: str | None = None
    seed: int | None = None
    deadline: float | None = None
    is_over_limit: bool = False
    is_outdated: bool = False
    said: deque[str] = field(default_factory=lambda: deque(maxlen=30))

    def kill(self) -> None:
        """Ends the process and everything that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Worker(Service):
    """Slots, the leases that wait for one, and the conversation with the coordinator."""

    def __init__(self, answers: lines.Writer) -> None:
        super().__init__(answers)
        self._slots: list[Slot] = []
        self._reference = ""
        self._parameters: dict[str, Any] = {}
        self._gpus: float | None = None
        self._visible: list[str] = []
        self._wanted: int | None = None
        self._time_limit: float | None = None
        self._failed_starts = 0
        self._is_described = False

    def close(self) -> None:
        for slot in self._slots:
            slot.kill()

    def hello(self, message: lines.Message, slots: int | None) -> None:
        task = message["task"]
        if not isinstance(task.get("python"), str):
            self.fail('expected "task": {"python": "FILE.py:FUNCTION"} in hello; this worker trains Python tasks')
        self._reference = task["python"]
        self._parameters = task.get("parameters") or {}
        self._gpus = message.get("gpus")
        self._visible = visible_gpus()
        self._wanted = slots
        # The first says what the task is; the others follow when that is known.
        self._slots.append(self._start(0))

    def cancel(self, lease: int) -> None:
        for slot in self._slots:
            if slot.lease is not None and slot.lease.id == lease and not slot.lease.is_cancelled:
                slot.lease.is_cancelled = True
                slot.deadline = min(slot.deadline or float("inf"), time.monotonic() + _CANCEL_SECONDS)
                self._tell(slot, {"cancel": lease})

    # Slots

    def _start(self, index: int) -> Slot:
        process = subprocess.Popen(
            # Shapes are looked for once.
            [sys.executable, "-m", "savanna.slot", self._reference, json.dumps(self._parameters), *(() if self._is_described else ("layout",))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment(index),
            start_new_session=True,
        )
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        slot = Slot(index, process, lines.Writer(process.stdin.fileno()))
        threading.Thread(target=self._listen, args=(slot,), daemon=True).start()
        return slot

    def _environment(self, index: int) -> dict[str, str]:
        environment = {**os.environ}
        # One thread a training: the parallelism is over programs.
        environment.setdefault("OMP_NUM_THREADS", "1")
        environment.setdefault("MKL_NUM_THREADS", environment["OMP_NUM_THREADS"])
        environment.setdefault("OPENBLAS_NUM_THREADS", environment["OMP_NUM_THREADS"])
        environment["PYTHONUNBUFFERED"] = "1"
        environment["SAVANNA_GPUS"] = "0"
        if self._gpus and self._visible:
            a_slot = max(1, round(self._gpus))
            if self._gpus >= 1:
                first = index * a_slot % len(self._visible)
                mine = [self._visible[(first + i) % len(self._visible)] for i in range(a_slot)]
            else:
                mine = [self._visible[int(index * self._gpus) % len(self._visible)]]
                environment.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
            environment["CUDA_VISIBLE_DEVICES"] = ",".join(dict.fromkeys(mine))
            environment["SAVANNA_GPUS"] = str(len(set(mine)))
        elif not self._gpus:
            environment["CUDA_VISIBLE_DEVICES"] = ""
            environment.setdefault("JAX_PLATFORMS", "cpu")
        return environment

    def _listen(self, slot: Slot) -> None:
        """Posts what a process writes, and its end; runs in a thread of its own."""
        hearing = threading.Thread(target=self._hear, args=(slot,), daemon=True)
        hearing.start()
        assert slot.process.stdout is not None
        try:
            for message in lines.read(slot.process.stdout):
                self.post(lambda message=message: self._answer(slot, message))  # type: ignore[misc]
        except lines.ProtocolError as wrong:
            slot.said.append(str(wrong))
            slot.kill()
        code = slot.process.wait()
        hearing.join(timeout=1)
        self.post(lambda: self._ended(slot, code))

    @staticmethod
    def _hear(slot: Slot) -> None:
        assert slot.process.stderr is not None
        for line in slot.process.stderr:
            slot.said.append(line.decode("utf-8", "replace").rstrip("\n")[:500])
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()

    def _answer(self, slot: Slot, message: lines.Message) -> None:
        if "ready" in message:
            self._ready(slot, message)
        elif message.get("error") == 0:
            self.fail(message["text"], message["kind"])
        elif slot.lease is None:
            return
        elif "begin" in message:
            slot.seed = message["seed"]
            slot.deadline = time.monotonic() + self._time_limit if self._time_limit else None
            if slot.lease.is_cancelled:
                slot.deadline = time.monotonic() + _CANCEL_SECONDS
        elif "end" in message:
            self._done(slot)
        else:
            if "result" in message or "error" in message:
                slot.lease.seeds.remove(message["seed"])
                slot.deadline = None
            if not slot.lease.is_cancelled:
                self.answers.write(message)

    def _ready(self, slot: Slot, message: lines.Message) -> None:
        slot.is_ready = True
        self._failed_starts = 0
        if not self._is_described:
            self._greet(message)
        self.assign()

    def _greet(self, message: lines.Message) -> None:
        self._is_described = True
        task = message["task"]
        wanted = task["gpus"] if self._gpus is None else self._gpus
        if wanted and not self._visible:
            self.fail(
                f"the task {task['name']} asks for {wanted:g} GPUs a training, and this machine shows none; "
                "set workers.gpus: 0 to train on the CPU",
                "TASK",
            )
        self._time_limit = task["time_limit"]
        if wanted and self._gpus is None:
            # Only the task itself knew: the first slot had none yet.
            self._gpus = wanted
            for slot in self._slots:
                slot.is_ready = False
                slot.is_outdated = True
                slot.kill()
        for index in range(1, self._wanted or self._good()):
            self._slots.append(self._start(index))
        self.answers.write(
            self.greeting(
                {
                    "version": __version__,
                    "task": task,
                    "numerics": message["numerics"] + (", gpu" if wanted and "gpu" not in message["numerics"] else ""),
                    "labels": ["gpu"] if wanted else [],
                },
                len(self._slots),
            )
        )

    def _good(self) -> int:
        """Trainings at a time where the coordinator does not say: one a GPU, or a share of one, else one a processor."""
        if self._gpus and self._visible:
            return max(1, int(len(self._visible) / self._gpus))
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def assign(self) -> None:
        free = [slot for slot in self._slots if slot.is_ready and slot.lease is None]
        while self.waiting and free:
            lease = self.waiting.popleft()
            # A program is made ready once a process: its further seeds go where the first went.
            slot = next((each for each in free if each.last == lease.program), free[0])
            free.remove(slot)
            slot.lease, slot.last, slot.seed = lease, lease.program, None
            self._tell(slot, {**lease.request, "seeds": lease.seeds})

    def _tell(self, slot: Slot, message: lines.Message) -> None:
        try:
            slot.writer.write(message)
        except OSError:
            # It has died; its end is on its way.
            pass

    def _done(self, slot: Slot) -> None:
        lease, slot.lease, slot.seed, slot.deadline = slot.lease, None, None, None
        if lease is not None:
            self.answers.write({"end": lease.id})
        self.assign()

    def _ended(self, slot: Slot, code: int) -> None:
        """A process has ended: its lease is told or tried again, and another process takes its place."""
        lease, seed = slot.lease, slot.seed
        slot.kill()
        if not slot.is_ready and not slot.is_outdated:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                self.fail(f"{_MOST_FAILED_STARTS} processes ended before they were ready: {death(code, slot.said)}", "TASK")
        self._slots[slot.index] = self._start(slot.index)
        if lease is None:
            return
        if lease.is_cancelled:
            self.answers.write({"end": lease.id})
        elif slot.is_over_limit:
            self.answers.write(
                {"result": lease.id, "seed": seed, "outcome": "TIME_LIMIT", "steps": 0, "losses": [], "micros": self._limit_micros()}
            )
            self.answers.write({"end": lease.id})
        else:
            lease.deaths += 1
            if lease.deaths < _MOST_DEATHS and lease.seeds:
                self.waiting.appendleft(lease)
            else:
                at = lease.seeds[0] if seed is None and lease.seeds else seed
                self.answers.write({"error": lease.id, "seed": at, "kind": "CRASHED", "text": death(code, slot.said)})
                self.answers.write({"end": lease.id})

    def _limit_micros(self) -> int:
        return round(1e6 * (self._time_limit or 0))

    # Deadlines

    def next_deadline(self) -> float | None:
        deadlines = [slot.deadline for slot in self._slots if slot.deadline is not None]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def enforce(self) -> None:
        now = time.monotonic()
        for slot in self._slots:
            if slot.deadline is not None and slot.deadline <= now:
                slot.deadline = None
                slot.is_over_limit = True
                slot.kill()


def death(code: int, said: deque[str]) -> str:
    """How a process ended, with the last that it said."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        how = f"the training process was ended by signal {name}"
        if -code == signal.SIGKILL:
            how += " (memory may have run out)"
    else:
        how = f"the training process ended with status {code}"
    return "\n".join([how, *said])


def visible_gpus() -> list[str]:
    """GPUs that this process may use: CUDA_VISIBLE_DEVICES where it is set, else what nvidia-smi lists."""
    inherited = os.environ.get("CUDA_VISIBLE_DEVICES")
    if inherited is not None:
        return [each.strip() for each in inherited.split(",") if each.strip() not in ("", "-1")]
    try:
        listed = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return []
    return [str(i) for i, line in enumerate(x for x in listed.stdout.splitlines() if x.startswith("GPU "))]


def main() -> None:
    """Serves until standard input ends."""
    serve(Worker)


if __name__ == "__main__":
    main()
