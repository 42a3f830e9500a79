"""Savanna for Python: discover neural-network optimizers for your own training loop."""

from savanna._version import __version__
from savanna.program import ProgramOptimizer
from savanna.run import Run
from savanna.schedule import Schedule
from savanna.task import Task, TaskError, task

__all__ = ["ProgramOptimizer", "Run", "Schedule", "Task", "TaskError", "__version__", "task"]
