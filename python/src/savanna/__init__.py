"""Savanna for Python: discover neural-network optimizers for your own training loop."""

from savanna._version import __version__
from savanna.java import SavannaError
from savanna.program import ProgramOptimizer
from savanna.results import Result, Simplification, export, load, optimizer, simplify
from savanna.run import Run
from savanna.schedule import Schedule
from savanna.searching import resume, search
from savanna.task import Task, TaskError, task

__all__ = [
    "ProgramOptimizer",
    "Result",
    "Run",
    "SavannaError",
    "Schedule",
    "Simplification",
    "Task",
    "TaskError",
    "__version__",
    "export",
    "load",
    "optimizer",
    "resume",
    "search",
    "simplify",
    "task",
]
