"""The shapes of a task's parameters: found by running its function up to where its optimizer sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from savanna.run import Run
from savanna.task import Parameters, Task

Layout = list[tuple[str, tuple[int, ...]]]


class _Shown(BaseException):
    """Ends the function: no error, so that no ``except Exception`` of a task stops it."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout


class _Begun(BaseException):
    """Ends a function that trains before an optimizer has seen its parameters."""


class _Looking:
    """An optimizer that only looks at what it is given."""

    program = ""

    def __call__(self, params: Iterable[Any], **_: Any) -> Any:
        raise _Shown([(name, tuple(each.shape)) for name, each in of_torch(params)])

    def optax(self, **_: Any) -> Any:
        return self

    def init(self, params: Any) -> Any:
        raise _Shown([(name, tuple(each.shape)) for name, each in of_tree(params)])

    def update(self, updates: Any, state: Any, params: Any = None) -> Any:
        self.init(updates if params is None else params)


class _Run(Run):
    def steps(self) -> Iterator[int]:
        raise _Begun


def of_torch(params: Iterable[Any]) -> list[tuple[str, Any]]:
    """Parameters, or groups of them, by name; those without one are numbered."""
    found: list[tuple[str, Any]] = []
    for each in params:
        if isinstance(each, dict):
            found += of_torch(each["params"] if not hasattr(each["params"], "shape") else [each["params"]])
        elif isinstance(each, tuple):
            found.append(each)
        else:
            found.append(("", each))
    return [(name or f"parameter-{index}", each) for index, (name, each) in enumerate(found)]


def of_tree(params: Any) -> list[tuple[str, Any]]:
    """The leaves of a tree of JAX, by their paths."""
    import jax

    leaves = jax.tree_util.tree_flatten_with_path(params)[0]
    return [(jax.tree_util.keystr(path) or "parameters", leaf) for path, leaf in leaves]


def find(task: Task, parameters: Parameters, device: str) -> Layout | None:
    """Name and shape of each parameter array, in order; None where the function does not show them."""
    run = _Run(1, task.steps, device=device, schedule=task.schedule)
    try:
        run.seed_everything()
        task(_Looking(), run, **parameters)
    except _Shown as shown:
        return _distinct(shown.layout) or None
    except BaseException:
        # What is wrong with it, its first training tells.
        return None
    return None


def _distinct(layout: Layout) -> Layout:
    """The same with names that are unique, as several groups may share one."""
    seen: dict[str, int] = {}
    named = []
    for name, shape in layout:
        if 0 in shape:
            # Empty arrays have no numbers to train.
            continue
        seen[name] = seen.get(name, 0) + 1
        named.append((name if seen[name] == 1 else f"{name}-{seen[name]}", shape))
    return named
