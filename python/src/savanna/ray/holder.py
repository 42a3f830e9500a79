"""What runs on the machines of the cluster: an actor that holds one worker process and passes lines on."""

from __future__ import annotations

import collections
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO

from savanna import java, lines

_MOST_TOLD = 30


class WorkerEnded(Exception):
    """The worker process has ended; the text says with what, and what it said last."""


def command(task: lines.Message) -> list[str]:
    """What starts a worker here for a task: Python's own, or Savanna's for tasks in Java."""
    return [sys.executable, "-m", "savanna.worker"] if "python" in task else java.command(["worker"])


class Holder:
    """An actor's state: a worker process of one slot. Its methods may run at the same time.

    The training itself is a process below that worker, so that neither a hang nor a crash of it costs the actor.
    """

    def __init__(self, start: Sequence[str] = ()) -> None:
        """
        Args:
            start: the command of the worker; empty: that of the task
        """
        self._command = list(start)
        self._process: subprocess.Popen[bytes] | None = None
        self._greetings: queue.SimpleQueue[lines.Message | WorkerEnded] = queue.SimpleQueue()
        self._leases: dict[int, queue.SimpleQueue[lines.Message | WorkerEnded]] = {}
        self._said: collections.deque[str] = collections.deque(maxlen=_MOST_TOLD)
        self._lock = threading.Lock()
        self._ended: WorkerEnded | None = None

    def greet(self, hello: lines.Message) -> lines.Message:
        """Starts the worker. Returns its ``hello``, or a ``need`` of data, which :meth:`supply` gives.

        Raises:
            WorkerEnded: if it cannot train the task
        """
        environment = {**os.environ, **java.environment()} if "python" not in hello["task"] else {**os.environ}
        self._process = subprocess.Popen(
            self._command or command(hello["task"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        assert self._process.stdin is not None and self._process.stdout is not None and self._process.stderr is not None
        self._writer = lines.Writer(self._process.stdin.fileno())
        hearing = threading.Thread(target=self._hear, args=(self._process.stderr,), daemon=True)
        hearing.start()
        threading.Thread(target=self._listen, args=(self._process, hearing), daemon=True).start()
        self._write(hello)
        return _told(self._greetings)

    def supply(self, data: Sequence[lines.Message]) -> lines.Message:
        """Gives a file that was needed. Returns what :meth:`greet` does."""
        for piece in data:
            self._write(piece)
        return _told(self._greetings)

    def train(self, request: lines.Message) -> list[lines.Message]:
        """Trains a program. Returns all that is answered before the end.

        Raises:
            WorkerEnded: if the worker has ended
        """
        answers: queue.SimpleQueue[lines.Message | WorkerEnded] = queue.SimpleQueue()
        with self._lock:
            if self._ended is not None:
                raise self._ended
            self._leases[request["train"]] = answers
        self._write(request)
        told: list[lines.Message] = []
        while "end" not in (answer := _told(answers)):
            told.append(answer)
        with self._lock:
            del self._leases[request["train"]]
        return told

    def cancel(self, lease: int) -> None:
        """Tells the worker that nobody waits any more."""
        self._write({"cancel": lease})

    def ping(self) -> bool:
        """Answers: to see whether the actor does."""
        return True

    def pid(self) -> int:
        """The actor's own process."""
        return os.getpid()

    def _write(self, message: lines.Message) -> None:
        try:
            self._writer.write(message)
        except OSError:
            # It has ended, which whoever waits is told.
            pass

    def _hear(self, said: IO[bytes]) -> None:
        for line in said:
            self._said.append(line.decode("utf-8", "replace").rstrip("\n")[:500])

    def _listen(self, process: subprocess.Popen[bytes], hearing: threading.Thread) -> None:
        assert process.stdout is not None
        why = ""
        try:
            for message in lines.read(process.stdout):
                if message.get("error") == 0:
                    why = str(message.get("text"))
                elif "hello" in message or "need" in message:
                    self._greetings.put(message)
                else:
                    for kind in ("report", "part", "result", "error", "end"):
                        if kind in message and (answers := self._leases.get(message[kind])) is not None:
                            answers.put(message)
        except lines.ProtocolError as wrong:
            why = str(wrong)
            process.kill()
        status = process.wait()
        hearing.join(1)
        ended = WorkerEnded(why or "\n".join([f"the worker ended with status {status}", *self._said]))
        with self._lock:
            self._ended = ended
            for answers in (self._greetings, *self._leases.values()):
                answers.put(ended)


def _told(answers: queue.SimpleQueue[lines.Message | WorkerEnded]) -> lines.Message:
    answer = answers.get()
    if isinstance(answer, WorkerEnded):
        raise answer
    return answer
