"""Programs as optimizers of PyTorch and Optax, whose rates follow the run."""

from __future__ import annotations

import pytest
import savanna
from savanna.run import Run
from savanna.schedule import Schedule


def test_the_rate_of_a_torch_optimizer_follows_the_schedule() -> None:
    torch = pytest.importorskip("torch")
    run = Run(1, 4, schedule=Schedule("linear"))
    weight = torch.nn.Parameter(torch.zeros(3))
    optimizer = savanna.optimizer("signsgd").within(run)([weight])
    rate = optimizer.param_groups[0]["lr"]
    seen = []
    for _ in run.steps():
        weight.grad = torch.ones(3)
        before = weight.detach().clone()
        optimizer.step()
        seen.append(float((before - weight.detach())[0]))
    assert seen == pytest.approx([rate, 0.75 * rate, 0.5 * rate, 0.25 * rate])


def test_the_rate_of_an_optax_transformation_follows_the_schedule() -> None:
    jnp = pytest.importorskip("jax.numpy")
    pytest.importorskip("optax")
    run = Run(1, 4, schedule=Schedule("linear"))
    transformation = savanna.optimizer("signsgd").within(run).optax()
    weight = jnp.zeros(3)
    state = transformation.init(weight)
    seen = []
    for _ in run.steps():
        update, state = transformation.update(jnp.ones(3), state, weight)
        seen.append(float(update[0]))
    assert [value / seen[0] for value in seen] == pytest.approx([1, 0.75, 0.5, 0.25])


def test_both_forms_of_a_program_do_the_same() -> None:
    torch = pytest.importorskip("torch")
    jnp = pytest.importorskip("jax.numpy")
    optax = pytest.importorskip("optax")
    program = savanna.optimizer("lion")
    weight = torch.nn.Parameter(torch.tensor([1.0, -2.0, 3.0]))
    optimizer = program([weight])
    array = jnp.asarray([1.0, -2.0, 3.0])
    transformation = program.optax()
    state = transformation.init(array)
    for step in range(10):
        gradient = [1.0 - 0.3 * step, -0.5, 0.1 * step]
        weight.grad = torch.tensor(gradient)
        optimizer.step()
        update, state = transformation.update(jnp.asarray(gradient), state, array)
        array = optax.apply_updates(array, update)
    assert weight.detach().tolist() == pytest.approx(array.tolist(), rel=1e-5)


def test_schedules_are_those_of_savannas_own_tasks() -> None:
    cosine = Schedule("cosine", floor=0.3, warmup=0.25)
    values = [0.5, 1.0, 1.0, 0.953109, 0.825, 0.65, 0.475, 0.346891]
    assert [cosine.at(step, 8) for step in range(8)] == pytest.approx(values, abs=1e-6)
