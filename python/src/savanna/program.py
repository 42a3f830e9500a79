"""Programs as optimizers: the source that ``savanna export`` writes, made callable."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

from savanna.run import Run


class ExportError(Exception):
    """A source that defines no optimizer, or that is missing."""


class ProgramOptimizer:
    """A program as its users want it: a torch.optim.Optimizer or an Optax transformation.

    >>> opt = optimizer(net.parameters())              # PyTorch     # doctest: +SKIP
    >>> transformation = optimizer.optax()             # JAX, Optax  # doctest: +SKIP

    Within a run the learning rate follows the run's schedule: it is the program's own rate times the value of the step.

    Attributes:
        program: the text of the program
        pytorch: source of the module for PyTorch, or None
        optax: source of the module for Optax, or None
    """

    def __init__(self, program: str, pytorch: str | None, optax: str | None, run: Run | None = None) -> None:
        self.program = program
        self.pytorch_source = pytorch
        self.optax_source = optax
        self._run = run
        self._made: dict[str, Callable[..., Any]] = {}

    def within(self, run: Run) -> ProgramOptimizer:
        """The same for a run; what was compiled is shared."""
        bound = ProgramOptimizer(self.program, self.pytorch_source, self.optax_source, run)
        bound._made = self._made
        return bound

    def __call__(self, params: Iterable[Any], **arguments: Any) -> Any:
        """A torch.optim.Optimizer for parameters or groups of them.

        Args:
            arguments: of the exported class, such as lr or weight_decay; the program's own where absent
        """
        made = self.torch_class(params, **arguments)
        if self._run is not None:
            _follow(made, self._run)
            if self._run.watch.gradients:
                _watched(made, self._run)
        return made

    @property
    def torch_class(self) -> type:
        """The exported subclass of torch.optim.Optimizer."""
        return self._compiled("pytorch", self.pytorch_source, _torch_class)  # type: ignore[return-value]

    def optax(self, **arguments: Any) -> Any:
        """An optax.GradientTransformation; its update needs the parameters.

        Within a run the learning rate is a schedule: a function of the step that may be traced.
        """
        factory = self._compiled("optax", self.optax_source, _optax_factory)
        if self._run is not None and "learning_rate" not in arguments:
            rate = inspect.signature(factory).parameters["learning_rate"].default
            arguments["learning_rate"] = _scheduled(rate, self._run)
        made = factory(**arguments)
        return _watched_optax(made, self._run) if self._run is not None and self._run.watch.gradients else made

    def _compiled(
        self, target: str, source: str | None, find: Callable[[types.ModuleType], Any]
    ) -> Callable[..., Any]:
        if target not in self._made:
            if source is None:
                raise ExportError(f"the program has no {target} source")
            module = types.ModuleType(f"savanna_{target}_program")
            # Dataclasses, NamedTuples and pickles look their module up.
            sys.modules[module.__name__] = module
            exec(compile(source, f"<savanna {target} program>", "exec"), module.__dict__)
            self._made[target] = find(module)
        return self._made[target]


def _torch_class(module: types.ModuleType) -> type:
    import torch

    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, torch.optim.Optimizer)
        and value.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise ExportError(f"expected one torch.optim.Optimizer in the source, found {len(found)}")
    return found[0]


def _optax_factory(module: types.ModuleType) -> Callable[..., Any]:
    found = [
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__ == module.__name__
        and "learning_rate" in inspect.signature(value).parameters
    ]
    if len(found) != 1:
        raise ExportError(f"expected one function with learning_rate in the source, found {len(found)}")
    return found[0]


def _follow(optimizer: Any, run: Run) -> None:
    rates = [group["lr"] for group in optimizer.param_groups]

    def scale(value: float) -> None:
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * value

    scale(run.schedule(0))
    run.follow(scale)


def _scheduled(rate: float, run: Run) -> Callable[[Any], Any]:
    import jax.numpy as jnp

    values = jnp.asarray([rate * run.schedule(step) for step in range(run.total)], jnp.float32)
    return lambda count: values[jnp.minimum(count, run.total - 1)]


def _watched(optimizer: Any, run: Run) -> None:
    """Has the run told what the optimizer is given at each step."""
    import torch

    def before(*_: Any) -> None:
        parameters = [each for group in optimizer.param_groups for each in group["params"]]
        gradients = [torch.zeros_like(each) if each.grad is None else each.grad for each in parameters]
        run.watch.moment(parameters, gradients, run.schedule(run.made - 1))

    if hasattr(optimizer, "register_step_pre_hook"):
        optimizer.register_step_pre_hook(before)
    else:
        step = optimizer.step

        def stepped(*arguments: Any, **keywords: Any) -> Any:
            before()
            return step(*arguments, **keywords)

        optimizer.step = stepped


def _watched_optax(transformation: Any, run: Run) -> Any:
    """The same transformation, which tells the run what it is given, from within compiled functions too."""
    import jax
    import numpy
    import optax
    from jax.experimental import io_callback

    def tell(weights: Any, gradients: Any) -> None:
        run.watch.moment(map(numpy.asarray, weights), map(numpy.asarray, gradients), run.schedule(run.made - 1))

    def update(gradients: Any, state: Any, params: Any = None) -> Any:
        leaves = jax.tree_util.tree_leaves
        io_callback(tell, None, leaves(gradients if params is None else params), leaves(gradients), ordered=True)
        return transformation.update(gradients, state, params)

    return optax.GradientTransformation(transformation.init, update)
