"""Tasks: a function that trains a model with the optimizer that it is given and returns a number, lower is better."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import json
import re
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from savanna.schedule import Schedule

Parameters = Mapping[str, Any]


class TaskError(Exception):
    """A task that cannot be used; the text says where, what was expected, and what to do."""


@dataclass(frozen=True)
class Task:
    """A function with what Savanna must know of it; made by :func:`task`.

    Called, it is the function that it was made of.
    """

    function: Callable[..., Any]
    steps: int
    hurdles: tuple[float, ...] = ()
    seeds: int = 4
    schedule: Schedule = field(default_factory=Schedule)
    time_limit: float | None = None
    gpus: float = 0
    files: tuple[str, ...] = ()
    metric: str = "loss"

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def path(self) -> Path:
        """The file that the function stands in."""
        return Path(inspect.getfile(self.function)).resolve()

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self.function(*arguments, **keywords)

    def content(self) -> list[Path]:
        """The files that determine what a training gives: the function's own, then those that the task names.

        Raises:
            TaskError: if one is missing
        """
        named = [self.path.parent / name for name in self.files]
        for file in named:
            if not file.is_file():
                raise TaskError(
                    f"{self.path.name}: the task {self.name} names the file {file.name}, which is not at {file}; "
                    f"paths in files= are relative to the task's own file; {ELSEWHERE}"
                )
        return [self.path, *named]

    def parts(self, parameters: Parameters | None = None) -> dict[str, str]:
        """What the digest is made of, by name: so that two that differ can say in what.

        Raises:
            TaskError: if a file is missing
        """
        parts = {"function": self.name, "parameters": json.dumps(dict(parameters or {}), sort_keys=True)}
        for file, name in zip(self.content(), [self.path.name, *self.files]):
            sha = hashlib.sha256()
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    sha.update(block)
            parts[f"file {name}"] = sha.hexdigest()
        return parts

    def digest(self, parameters: Parameters | None = None) -> str:
        """SHA-256 of the task's files and parameters: trainings are remembered, and workers told apart, by it."""
        return hashlib.sha256(json.dumps(self.parts(parameters), sort_keys=True).encode()).hexdigest()


def task(
    function: Callable[..., Any] | None = None,
    *,
    steps: int,
    hurdles: Sequence[float] = (),
    seeds: int = 4,
    schedule: Schedule | str = "cosine",
    time_limit: float | str | None = None,
    gpus: float = 0,
    files: Sequence[str] = (),
    metric: str = "loss",
) -> Any:
    """Makes a function a task.

    The function takes the optimizer to train with and the :class:`savanna.Run`, and keyword arguments if the config
    gives parameters; it returns the fitness, lower is better, as anything that ``float`` takes.

    >>> @task(steps=100, hurdles=[0.5], seeds=2)
    ... def parabola(optimizer, run):
    ...     ...

    Args:
        steps: training steps of a run, at least 1
        hurdles: shares of the steps after which hopeless runs are ended, rising, in (0, 1)
        seeds: trainings of a program in a search; their mean is its fitness
        schedule: a :class:`Schedule`, or the kind of one
        time_limit: seconds, or a text such as "90s", "20m" or "1h", after which a training is killed: for hangs
        gpus: GPUs of a training; 0.25 lets four share one
        files: data that trainings read, relative to the task's own file: a run depends on their content
        metric: what the fitness is called

    Raises:
        TaskError: for values outside these ranges
    """

    def make(function: Callable[..., Any]) -> Task:
        where = f"task {function.__name__}"
        if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
            raise TaskError(f"{where}: expected steps as a whole number of at least 1, found {steps!r}")
        if isinstance(seeds, bool) or not isinstance(seeds, int) or seeds < 1:
            raise TaskError(f"{where}: expected seeds as a whole number of at least 1, found {seeds!r}")
        shares = tuple(float(share) for share in hurdles)
        if list(shares) != sorted(set(shares)) or any(not 0 < share < 1 for share in shares):
            raise TaskError(f"{where}: expected hurdles as rising shares between 0 and 1, found {list(hurdles)}")
        if not gpus >= 0:
            raise TaskError(f"{where}: expected gpus of at least 0, found {gpus!r}")
        try:
            plan = Schedule(schedule) if isinstance(schedule, str) else schedule  # type: ignore[arg-type]
        except ValueError as wrong:
            raise TaskError(f"{where}: {wrong}") from None
        return Task(function, steps, shares, seeds, plan, seconds(time_limit, where), gpus, tuple(files), metric)

    return make if function is None else make(function)


ELSEWHERE = (
    "files of Python tasks are not sent: copy them to the same paths on every machine that trains, such as with rsync, "
    "or keep them on a file system that all share"
)
"""What to do on a machine where a file of a task is missing."""

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h)")


def seconds(duration: float | str | None, where: str) -> float | None:
    """A duration as seconds. Raises TaskError where it is none."""
    if duration is None:
        return None
    if isinstance(duration, str):
        match = _DURATION.fullmatch(duration.strip())
        value = float(match[1]) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[match[2]] if match else 0.0
    else:
        value = float(duration)
    if not 0 < value < float("inf"):
        raise TaskError(f'{where}: expected a time limit such as 90, "90s", "20m" or "1h", found {duration!r}')
    return value


def find(reference: str) -> Task:
    """The task of a reference ``FILE.py:FUNCTION``; imports the file.

    Raises:
        TaskError: if there is no such file, function or task, with what there is
        BaseException: what the file raises when it is imported
    """
    file, colon, name = reference.rpartition(":")
    if not colon or not file.endswith(".py") or not name.isidentifier():
        raise TaskError(f'expected a task as FILE.py:FUNCTION, such as train.py:small_gpt, found "{reference}"')
    path = Path(file).resolve()
    if not path.is_file():
        raise TaskError(f"{socket.gethostname()} has no file {path}, where the task {name} is looked for; {ELSEWHERE}")
    module = load(path)
    found = getattr(module, name, None)
    if isinstance(found, Task):
        return found
    known = sorted(key for key, value in vars(module).items() if isinstance(value, Task))
    there = f"tasks there: {', '.join(known)}" if known else "it has none: put @savanna.task(steps=...) above the function"
    if found is None:
        raise TaskError(f"{path.name} has no {name}; {there}")
    raise TaskError(f"{name} in {path.name} is no task; {there}")


def load(path: Path) -> ModuleType:
    """Imports a file as a module of its stem's name, with its folder on the module path."""
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    specification = importlib.util.spec_from_file_location(path.stem, path)
    if specification is None or specification.loader is None:
        raise TaskError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    try:
        specification.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(path.stem, None)
        raise
    return module
