"""The worker's half of the protocol, whoever trains: hello, leases that wait for a slot, and the end of everything."""

from __future__ import annotations

import os
import queue
import signal
import socket
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from savanna import lines

PROTOCOL = 1
MOST_SLOTS = 4096


@dataclass
class Lease:
    """A program with the seeds that are still to be trained."""

    request: lines.Message
    seeds: list[int]
    deaths: int = 0
    is_cancelled: bool = False

    @property
    def id(self) -> int:
        return int(self.request["train"])

    @property
    def program(self) -> str:
        return str(self.request["program"])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_bounds(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair)) for pair in value)


_OPTIONAL: dict[str, tuple[Callable[[Any], bool], str]] = {
    "pytorch": (lambda value: value is None or isinstance(value, str), "a text"),
    "optax": (lambda value: value is None or isinstance(value, str), "a text"),
    "hash": (lambda value: isinstance(value, str), "a text"),
    "bounds": (_is_bounds, "pairs of a share and a loss"),
    "want": (lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value), "names"),
    "steps": (lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1, "a number of at least 1"),
}
"""What a ``train`` may say besides what it must."""


class Service(ABC):
    """Serves a coordinator. One thread does everything: what others find out they :meth:`post`."""

    def __init__(self, answers: lines.Writer) -> None:
        self.answers = answers
        self.waiting: deque[Lease] = deque()
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._is_greeted = False

    # What a kind of worker does

    @abstractmethod
    def hello(self, message: lines.Message, slots: int | None) -> None:
        """Begins; ``slots`` is what the coordinator wants, None as many as this worker finds good."""

    @abstractmethod
    def assign(self) -> None:
        """Gives leases that wait to slots that are free."""

    @abstractmethod
    def cancel(self, lease: int) -> None:
        """Ends a lease that a slot trains, if one does."""

    @abstractmethod
    def close(self) -> None:
        """Ends all slots."""

    @abstractmethod
    def next_deadline(self) -> float | None:
        """Seconds until :meth:`enforce` has something to do, None for never."""

    @abstractmethod
    def enforce(self) -> None:
        """Looks after deadlines."""

    def data(self, message: lines.Message) -> None:
        """Takes a piece of a file; a worker that asks for none gets none."""
        self.fail("data that this worker has not asked for")

    # What all do

    def post(self, event: Callable[[], None]) -> None:
        """Has something done by the one thread that does everything."""
        self._events.put(event)

    def run(self) -> None:
        """Does what is posted, and looks after deadlines, for ever."""
        while True:
            try:
                event = self._events.get(timeout=self.next_deadline())
            except queue.Empty:
                pass
            else:
                event()
            self.enforce()

    def receive(self, message: lines.Message) -> None:
        """Takes a message of the coordinator."""
        if "hello" in message:
            self._hello(message)
        elif "train" in message:
            self._train(message)
        elif "cancel" in message:
            self._cancel(message["cancel"])
        elif "ping" in message:
            self.answers.write({"pong": message["ping"]})
        elif "data" in message:
            self.data(message)
        else:
            self.fail(f"expected hello, train, cancel, ping or data, found {sorted(message)}")

    def fail(self, text: str, kind: str = "PROTOCOL") -> None:
        """Tells the coordinator why this worker ends, and ends."""
        try:
            self.answers.write({"error": 0, "kind": kind, "text": text})
        except OSError:
            pass
        self.close()
        os._exit(2)

    def greeting(self, hello: lines.Message, slots: int) -> lines.Message:
        """What is told of this worker itself, besides what its slots said."""
        return {**hello, "hello": PROTOCOL, "slots": slots, "ping": True, "host": socket.gethostname(), "pid": os.getpid()}

    def _hello(self, message: lines.Message) -> None:
        if message["hello"] != PROTOCOL:
            self.fail(f"this worker speaks protocol {PROTOCOL}, the coordinator {message['hello']!r}; install one version")
        if self._is_greeted:
            self.fail("a second hello")
        slots = message.get("slots")
        if not isinstance(message.get("task"), dict):
            self.fail('expected "task" in hello')
        elif slots is not None and (not isinstance(slots, int) or not 1 <= slots <= MOST_SLOTS):
            self.fail(f"expected slots from 1 to {MOST_SLOTS} in hello, found {slots!r}")
        elif not _is_number(message.get("gpus", 0)) or not 0 <= message.get("gpus", 0) <= MOST_SLOTS:
            self.fail(f"expected gpus of at least 0 in hello, found {message['gpus']!r}")
        elif not isinstance(message["task"].get("parameters", {}), dict):
            self.fail('expected "parameters" of the task by their names')
        else:
            self._is_greeted = True
            self.hello(message, slots)

    def _train(self, message: lines.Message) -> None:
        seeds = message.get("seeds")
        if (
            not isinstance(message["train"], int)
            or not isinstance(message.get("program"), str)
            or not isinstance(seeds, list)
            or not seeds
            or not all(isinstance(seed, int) and not isinstance(seed, bool) for seed in seeds)
        ):
            self.fail("expected train with a whole number, a program and at least one seed")
            return
        for key, (is_right, expected) in _OPTIONAL.items():
            if key in message and not is_right(message[key]):
                self.fail(f"expected {key} in train as {expected}, found {message[key]!r:.80}")
                return
        if not self._is_greeted:
            self.fail("train before hello")
        self.waiting.append(Lease(message, list(seeds)))
        self.assign()

    def _cancel(self, lease: Any) -> None:
        for each in list(self.waiting):
            if each.id == lease:
                self.waiting.remove(each)
                self.answers.write({"end": lease})
        self.cancel(lease)


def serve(make: Callable[[lines.Writer], Service]) -> None:
    """Serves until standard input ends."""
    messages, descriptor = lines.move_standard_streams()
    service = make(lines.Writer(descriptor))

    def end(*_: Any) -> None:
        service.close()
        os._exit(0)

    def listen() -> None:
        try:
            for message in lines.read(messages):
                service.post(lambda message=message: service.receive(message))  # type: ignore[misc]
        except lines.ProtocolError as wrong:
            service.post(lambda wrong=wrong: service.fail(str(wrong)))  # type: ignore[misc]
            return
        # The coordinator is gone.
        service.post(end)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=listen, daemon=True).start()
    try:
        service.run()
    except BrokenPipeError:
        end()
