"""JSON lines: the protocol between Savanna and the processes that train for it, one object a line, UTF-8.

Whoever reads trusts nothing: a line has a limit of length and a limit of depth, and must be one JSON object.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from typing import IO, Any

MOST_BYTES = 1 << 20
"""Longest line, in bytes, its line feed included."""

MOST_DEPTH = 32
"""Deepest nesting of lists and objects."""

Message = dict[str, Any]


class ProtocolError(Exception):
    """A line that is no message; the text says what was expected."""


def parse(line: bytes) -> Message:
    """The message of a line.

    Raises:
        ProtocolError: where the line is too long, is not UTF-8, is nested too deep, or is no JSON object
    """
    if len(line) > MOST_BYTES:
        raise ProtocolError(f"a line has more than {MOST_BYTES} bytes")
    if _depth(line) > MOST_DEPTH:
        raise ProtocolError(f"a line is nested deeper than {MOST_DEPTH}")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise ProtocolError(f"expected a JSON object a line, found {_shown(line)}: {wrong}") from None
    if not isinstance(message, dict):
        raise ProtocolError(f"expected a JSON object a line, found {_shown(line)}")
    return message


_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')


def _depth(line: bytes) -> int:
    """The nesting of lists and objects, before anything is parsed."""
    depth = deepest = 0
    for byte in _TEXTS.sub(b"", line):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "backslashreplace").rstrip("\n")
    return repr(text if len(text) <= 80 else text[:77] + "...")


def read(stream: IO[bytes]) -> Iterator[Message]:
    """The messages of a stream up to its end; empty lines are passed over.

    Raises:
        ProtocolError: at the first line that is none
    """
    while line := stream.readline(MOST_BYTES + 1):
        if line.strip():
            yield parse(line)


class Writer:
    """Writes messages to a file descriptor, whole lines at a time, from any thread."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def write(self, message: Message) -> None:
        """Writes a message. Numbers that are not finite become null, since JSON has none.

        Raises:
            ProtocolError: if it would be longer than a line may be
            OSError: if nobody reads any more
        """
        line = (json.dumps(finite(message), separators=(",", ":"), allow_nan=False) + "\n").encode()
        if len(line) > MOST_BYTES:
            raise ProtocolError(f"a message of {len(line)} bytes is longer than a line may be, {MOST_BYTES}")
        with self._lock:
            view = memoryview(line)
            while view:
                view = view[os.write(self._descriptor, view) :]


def finite(value: Any) -> Any:
    """The same value with None for every number that is not finite."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(each) for each in value]
    return value


def move_standard_streams() -> tuple[IO[bytes], int]:
    """Keeps standard input and output for messages alone, before any other code may use them.

    What a task prints goes to standard error from now on, also from C, and what it reads from standard input is empty.

    Returns:
        a stream to read messages from, and the descriptor to write them to
    """
    messages_in, messages_out = os.dup(0), os.dup(1)
    os.set_inheritable(messages_in, False)
    os.set_inheritable(messages_out, False)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return os.fdopen(messages_in, "rb"), messages_out
