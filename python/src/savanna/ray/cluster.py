"""The worker that a search sees: hands its leases to actors all over a Ray cluster, whatever becomes of them.

Slots follow the cluster. Each machine gets as many actors as its processors and GPUs allow; one that goes takes its actors
along, and what they trained is trained elsewhere. Actors are placed machine by machine, not by Ray's choice: a machine
whose task or arithmetic is another one's is refused, and must not be chosen again.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import ray
from ray.exceptions import RayActorError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from savanna import lines
from savanna.ray.holder import Holder
from savanna.serving import MOST_SLOTS, Lease, Service

_MOST_LOSSES = 2
"""So many actors may a lease cost on machines that stay."""
_MOST_FAILED_STARTS = 3
"""A machine on which so many actors in a row do not start is given up."""
_LOOK_SECONDS = 1.0
_CANCEL_SECONDS = 5.0
"""Time that a cancelled training is given to end before its actor is replaced."""
_PING_SECONDS = 5.0
_MOST_NAMED = 50
"""Machines that are told by name."""


@dataclass(frozen=True)
class Options:
    """
    Attributes:
        cpus: processors of a slot
        most: slots at a time, None as many as the cluster has room for
        numerics: "same" refuses slots that compute otherwise than the first, "any" takes them
        silence: seconds after which an actor that does not answer is given up
        command: starts the worker in an actor; empty: that of the task
    """

    cpus: float = 1
    most: int | None = None
    numerics: str = "same"
    silence: float = 30
    command: tuple[str, ...] = ()


@dataclass
class Machine:
    """A node of the cluster, and whether it is of use."""

    id: str
    name: str
    cpus: float
    gpus: float
    failed_starts: int = 0
    refused: str = ""


@dataclass(eq=False)
class Seat:
    """An actor, which holds one slot, and what it is at."""

    machine: Machine
    actor: Any
    is_ready: bool = False
    is_gone: bool = False
    lease: Lease | None = None
    last: str | None = None
    deadline: float | None = None
    heard: float = field(default_factory=time.monotonic)
    difference: str = ""


class Cluster(Service):
    """Machines, seats on them, and the leases that these train."""

    def __init__(self, answers: lines.Writer, options: Options) -> None:
        super().__init__(answers)
        self._options = options
        self._machines: dict[str, Machine] = {}
        self._seats: list[Seat] = []
        self._asked: lines.Message = {}
        self._wanted: int | None = None
        self._gpus: float | None = 0.0
        self._first: lines.Message | None = None
        self._told: lines.Message = {}
        self._lost = 0
        self._again = 0
        self._next_ping = 0.0
        self._files: dict[str, list[lines.Message]] = {}
        self._needs: dict[str, list[Seat]] = {}

    # The coordinator

    def hello(self, message: lines.Message, slots: int | None) -> None:
        self._asked = {**message, "slots": 1}
        self._wanted = slots
        # Only the task itself knows whether it wants GPUs: the first seat has none, and may be left for others.
        self._gpus = float(message["gpus"]) if message.get("gpus") is not None else None
        if self._gpus is None:
            self._asked["gpus"] = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def data(self, message: lines.Message) -> None:
        name = message["data"]
        self._files.setdefault(name, []).append(message)
        if message.get("last"):
            for seat in self._needs.pop(name, []):
                self._supply(seat, name)

    def cancel(self, lease: int) -> None:
        for seat in self._seats:
            if seat.lease is not None and seat.lease.id == lease and not seat.lease.is_cancelled:
                seat.lease.is_cancelled = True
                seat.deadline = time.monotonic() + _CANCEL_SECONDS
                seat.actor.cancel.remote(lease)

    def close(self) -> None:
        for seat in self._seats:
            _kill(seat.actor)

    # Machines

    def _watch(self) -> None:
        """Posts what machines there are; runs in a thread of its own."""
        while True:
            try:
                alive = [node for node in ray.nodes() if node["Alive"]]  # type: ignore[no-untyped-call, unused-ignore]
            except Exception as gone:
                self.post(lambda gone=gone: self.fail(f"the Ray cluster does not answer: {gone}", "CLUSTER"))  # type: ignore[misc]
                return
            self.post(lambda alive=alive: self._see(alive))  # type: ignore[misc]
            time.sleep(_LOOK_SECONDS)

    def _see(self, alive: list[dict[str, Any]]) -> None:
        for node in alive:
            if node["NodeID"] not in self._machines:
                resources = node["Resources"]
                self._machines[node["NodeID"]] = Machine(
                    node["NodeID"],
                    f"{node.get('NodeManagerHostname') or node['NodeManagerAddress']} ({node['NodeID'][:8]})",
                    resources.get("CPU", 0.0),
                    resources.get("GPU", 0.0),
                )
        there = {node["NodeID"] for node in alive}
        for machine in [each for each in self._machines.values() if each.id not in there]:
            del self._machines[machine.id]
            for seat in [each for each in self._seats if each.machine is machine]:
                self._lose(seat, f"the machine {machine.name} left the cluster", is_machine_gone=True)
        self._fill()

    def _fill(self) -> None:
        """Starts actors where there is room: the first alone, since the others are compared with it."""
        machines = [each for each in self._machines.values() if not each.refused]
        if self._first is None:
            if not self._seats:
                own = ray.get_runtime_context().get_node_id()
                roomy = sorted((each for each in machines if self._room(each) > 0), key=lambda each: (each.id != own, each.id))
                if roomy:
                    self._start(roomy[0])
            return
        limits = [each for each in (self._options.most, self._wanted) if each is not None]
        left = min([MOST_SLOTS, *limits]) - len(self._seats)
        while left > 0:
            before = left
            # One a machine and round, so that a bounded number is spread.
            for machine in machines:
                if left > 0 and self._room(machine) > sum(seat.machine is machine for seat in self._seats):
                    self._start(machine)
                    left -= 1
            if left == before:
                return

    def _room(self, machine: Machine) -> int:
        """Slots that a machine has in all."""
        room = machine.cpus / self._options.cpus if self._options.cpus else float(MOST_SLOTS)
        if self._gpus:
            # Ray gives whole GPUs, or shares of one.
            room = min(room, machine.gpus // self._gpus if self._gpus >= 1 else machine.gpus * (1 // self._gpus))
        return int(room)

    # Seats

    def _start(self, machine: Machine) -> None:
        holder: Any = ray.remote(Holder)
        actor = holder.options(
            num_cpus=self._options.cpus,
            num_gpus=self._gpus or 0,
            # Training, cancel and ping at the same time.
            max_concurrency=4,
            max_restarts=0,
            scheduling_strategy=NodeAffinitySchedulingStrategy(machine.id, soft=False),
        ).remote(self._options.command)
        seat = Seat(machine, actor)
        self._seats.append(seat)
        self._then(seat, actor.greet.remote(self._asked), self._greeted)

    def _then(self, seat: Seat, reference: Any, do: Callable[[Seat, Any], None]) -> None:
        """Posts what comes of a call of an actor, or that the actor is lost."""

        def done(future: Future[Any]) -> None:
            try:
                value = future.result()
            except BaseException as lost:
                self.post(lambda lost=lost: self._failed(seat, lost))  # type: ignore[misc]
            else:
                self.post(lambda: None if seat.is_gone else do(seat, value))

        reference.future().add_done_callback(done)

    def _greeted(self, seat: Seat, message: lines.Message) -> None:
        seat.heard = time.monotonic()
        if "need" in message:
            name = message["need"]
            if name in self._files and self._files[name][-1].get("last"):
                self._supply(seat, name)
            else:
                if name not in self._needs and name not in self._files:
                    self.answers.write({"need": name})
                self._needs.setdefault(name, []).append(seat)
        elif self._first is None:
            self._begin(seat, message)
        else:
            self._compare(seat, message, self._first)

    def _supply(self, seat: Seat, name: str) -> None:
        self._then(seat, seat.actor.supply.remote(self._files[name]), self._greeted)

    def _begin(self, seat: Seat, message: lines.Message) -> None:
        """The first slot says what the task is, and what others are compared with."""
        wanted = message["task"].get("gpus") or 0
        if self._gpus is None and wanted:
            self._gpus = wanted
            self._asked["gpus"] = wanted
            if not any(self._room(each) for each in self._machines.values()):
                self.fail(
                    f"the task {message['task'].get('name')} asks for {wanted:g} GPUs a training, and no machine of the cluster has room "
                    "for that; set workers.gpus: 0 to train on processors",
                    "TASK",
                )
            self._remove(seat)
            self._fill()
            return
        self._first = message
        self.answers.write(self.greeting(message, 1))
        self._take(seat)
        self._tell_slots()
        self._fill()

    def _compare(self, seat: Seat, message: lines.Message, first: lines.Message) -> None:
        task, expected = message["task"], first["task"]
        why = ""
        for what in ("version", "build"):
            if message.get(what) != first.get(what):
                why = f"it has {what} {message.get(what)} of Savanna, the first slot {first.get(what)}; install one everywhere"
        if not why and task.get("digest") != expected.get("digest"):
            ours, theirs = expected.get("parts", {}), task.get("parts", {})
            differing = sorted(key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key))
            why = f"its {expected.get('name')} is another task; they differ in {', '.join(differing) or 'their digests'}"
        difference = ""
        if not why and message.get("numerics") != first.get("numerics"):
            difference = f"it computes with {message.get('numerics')}, the first slot with {first.get('numerics')}"
            if self._options.numerics != "any":
                why = difference + "; numerics: any would take it, and the run would not be reproducible bit for bit"
        if why:
            self._refuse(seat.machine, why)
            return
        if difference and not any(each.difference for each in self._seats if each.machine is seat.machine):
            self._say(f"{seat.machine.name}: {difference}")
        seat.difference = difference
        self._take(seat)
        self._tell_slots()

    def _take(self, seat: Seat) -> None:
        seat.is_ready = True
        seat.machine.failed_starts = 0
        self.assign()

    def _refuse(self, machine: Machine, why: str) -> None:
        machine.refused = why
        self._say(f"{machine.name} is not used: {why}")
        for seat in [each for each in self._seats if each.machine is machine]:
            self._lose(seat, why)
        if self._first is None and all(each.refused for each in self._machines.values()):
            self.fail(f"{machine.name}: {why}", "TASK")
        self._tell_slots()

    def _failed(self, seat: Seat, lost: BaseException) -> None:
        """A call of an actor has not come back."""
        if seat.is_gone:
            return
        text = _words(lost)
        if not seat.is_ready:
            seat.machine.failed_starts += 1
            self._remove(seat)
            # A worker that says why it cannot train will not do better next time.
            if isinstance(lost, RayTaskError) or seat.machine.failed_starts >= _MOST_FAILED_STARTS:
                self._refuse(seat.machine, text)
            self._fill()
        else:
            self._lose(seat, text)

    def _lose(self, seat: Seat, why: str, is_machine_gone: bool = False) -> None:
        """A seat is no more: what it trained is trained elsewhere."""
        lease = seat.lease
        self._lost += seat.is_ready and not seat.machine.refused
        self._remove(seat)
        if lease is not None:
            if lease.is_cancelled:
                self.answers.write({"end": lease.id})
            else:
                lease.deaths += not is_machine_gone
                if lease.deaths < _MOST_LOSSES:
                    self._again += 1
                    self.waiting.appendleft(lease)
                else:
                    self.answers.write({"error": lease.id, "seed": lease.seeds[0], "kind": "CRASHED", "text": why})
                    self.answers.write({"end": lease.id})
            self._say(f"{seat.machine.name}: a slot was lost: {why.splitlines()[0] if why else 'it ended'}")
        self._tell_slots()
        self.assign()

    def _remove(self, seat: Seat) -> None:
        if not seat.is_gone:
            seat.is_gone = True
            self._seats.remove(seat)
            seat.lease = None
            _kill(seat.actor)

    def _tell_slots(self) -> None:
        """Says how many slots there are and where, how many were lost since the start, and how many trainings were begun again."""
        if self._first is None:
            return
        ready = Counter(seat.machine.name for seat in self._seats if seat.is_ready)
        where = [f"{name} {count}" for name, count in sorted(ready.items())]
        more = [f"{len(where) - _MOST_NAMED} more"] if len(where) > _MOST_NAMED else []
        told = {"slots": ready.total(), "lost": self._lost, "again": self._again, "where": ", ".join(where[:_MOST_NAMED] + more)}
        if told != self._told:
            self._told = told
            self.answers.write(told)

    @staticmethod
    def _say(text: str) -> None:
        print(f"savanna.ray: {text}", file=sys.stderr, flush=True)

    # Leases

    def assign(self) -> None:
        free = [seat for seat in self._seats if seat.is_ready and seat.lease is None]
        while self.waiting and free:
            lease = self.waiting.popleft()
            seat = next((each for each in free if each.last == lease.program), free[0])
            free.remove(seat)
            seat.lease, seat.last, seat.deadline = lease, lease.program, None
            self._next_seed(seat, lease)

    def _next_seed(self, seat: Seat, lease: Lease) -> None:
        """One seed a call: what was trained before a machine went is not trained again."""
        self._then(seat, seat.actor.train.remote({**lease.request, "seeds": lease.seeds[:1]}), self._trained)

    def _trained(self, seat: Seat, answers: list[lines.Message]) -> None:
        lease = seat.lease
        if lease is None:
            return
        seat.heard = time.monotonic()
        goes_on = False
        for answer in answers:
            if not lease.is_cancelled:
                self.answers.write({**answer, "numerics": "other"} if seat.difference and "result" in answer else answer)
            goes_on = answer.get("outcome") in ("TRAINED", "PARTIAL")
        lease.seeds.pop(0)
        if goes_on and lease.seeds and not lease.is_cancelled:
            self._next_seed(seat, lease)
            return
        seat.lease, seat.deadline = None, None
        self.answers.write({"end": lease.id})
        self.assign()

    # Deadlines

    def next_deadline(self) -> float | None:
        deadlines = [seat.deadline for seat in self._seats if seat.deadline is not None]
        return max(0.0, min([self._next_ping, *deadlines]) - time.monotonic())

    def enforce(self) -> None:
        now = time.monotonic()
        for seat in list(self._seats):
            if seat.deadline is not None and seat.deadline <= now:
                self._lose(seat, "a cancelled training did not end")
            elif seat.is_ready and now - seat.heard > self._options.silence:
                self._lose(seat, f"nothing was heard of it for {self._options.silence:g} s")
        if now >= self._next_ping:
            self._next_ping = now + min(_PING_SECONDS, self._options.silence / 4)
            for seat in self._seats:
                if seat.is_ready:
                    self._then(seat, seat.actor.ping.remote(), self._heard)
            self._fill()

    @staticmethod
    def _heard(seat: Seat, _: Any) -> None:
        seat.heard = time.monotonic()


def _kill(actor: Any) -> None:
    try:
        ray.kill(actor, no_restart=True)
    except Exception:
        # It is gone, or Ray is.
        pass


def _words(lost: BaseException) -> str:
    """Why a call failed, for people."""
    if isinstance(lost, RayTaskError):
        cause = lost.cause
        return str(cause) if type(cause).__name__ == "WorkerEnded" else f"{type(cause).__name__}: {cause}"
    if isinstance(lost, RayActorError):
        return "its actor has died: " + " ".join(str(lost).split())[:500]
    return f"{type(lost).__name__}: {lost}"
