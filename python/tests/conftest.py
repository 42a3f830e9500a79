from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent

# Tasks in Python are trained by the Python that is tested, whichever the caller's environment names.
os.environ["SAVANNA_PYTHON"] = sys.executable


class Conversation:
    """A worker process, spoken to as a coordinator does."""

    def __init__(self, environment: dict[str, str], module: str = "savanna.worker", *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
        self.limit()

    def limit(self, seconds: float = 120) -> None:
        """Has the worker killed after that time, so that no test waits for ever."""
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()

    def say(self, message: dict | bytes) -> None:
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def hear(self) -> dict:
        line = self.process.stdout.readline()
        assert line, f"the worker ended with {self.process.wait(10)}"
        return json.loads(line)

    def hello(self, task: str = "toy", slots: int = 1, **more: object) -> dict:
        self.say({"hello": 1, "task": {"python": f"{HERE / 'toy_task.py'}:{task}", **more}, "slots": slots})
        return self.hear()

    def train(self, lease: int, program: str, seeds: list[int], **more: object) -> list[dict]:
        """What is answered up to the end of the lease."""
        self.say({"train": lease, "program": program, "seeds": seeds, **more})
        return self.answers(lease)

    def answers(self, lease: int) -> list[dict]:
        answers = []
        while True:
            message = self.hear()
            if message.get("end") == lease:
                return answers
            answers.append(message)


def has_ended(pid: int, seconds: float = 5) -> bool:
    """Whether a process ends within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            # A zombie whose parent does not look has ended too.
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Conversation]:
    conversation = Conversation({"TOY_MARKER": str(tmp_path / "marker")})
    yield conversation
    conversation.process.stdin.close()
    conversation.process.wait(10)


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "marker"
