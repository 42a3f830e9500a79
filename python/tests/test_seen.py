"""What a training tells besides its fitness: losses, learning curve, test, gradients, shapes."""

from __future__ import annotations

import base64
import struct

import pytest
import savanna
from conftest import HERE, Conversation
from savanna.watch import curve_steps, sampled

TASKS = HERE / "seen_task.py"


def hello(worker: Conversation, task: str) -> dict:
    worker.say({"hello": 1, "task": {"python": f"{TASKS}:{task}"}, "slots": 1})
    return worker.hear()["task"]


def sources(name: str) -> dict[str, str]:
    optimizer = savanna.optimizer(name)
    return {"pytorch": optimizer.pytorch_source, "optax": optimizer.optax_source}


def floats(text: str) -> tuple[float, ...]:
    data = base64.b64decode(text)
    return struct.unpack(f">{len(data) // 4}f", data)


@pytest.mark.parametrize(
    ("task", "library", "shapes"),
    [
        ("in_torch", "torch", [["parameter-0", [96, 3]], ["parameter-1", [96]]]),
        ("in_jax", "jax", [["['bias']", [96]], ["['weight']", [96, 3]]]),
        ("grouped", "torch", [["parameter-0", [3, 2]], ["parameter-1", [3]], ["parameter-0-2", [1, 3]], ["parameter-1-2", [1]]]),
    ],
)
def test_the_shapes_of_a_model_are_told_at_once(worker: Conversation, task: str, library: str, shapes: list) -> None:
    pytest.importorskip(library)
    assert hello(worker, task)["layout"] == shapes


def test_a_task_that_shows_no_parameters_has_no_layout(worker: Conversation) -> None:
    assert "layout" not in hello(worker, "without_optimizer")


def test_the_layout_of_a_task_that_trains_without_its_optimizer_is_not_looked_for_long(worker: Conversation) -> None:
    assert "layout" not in worker.hello("endless")["task"]


def test_losses_curve_and_test_come_where_they_are_wanted(worker: Conversation) -> None:
    pytest.importorskip("torch")
    assert hello(worker, "in_torch")["validation"] == list(range(2, 41, 2))
    answers = worker.train(1, "adamw", [1], want=["losses", "curve", "test"], **sources("adamw"))
    part, result = answers[-2], answers[-1]
    assert len(part["losses"]) == 40 and part["losses"][0] == pytest.approx(0.25)
    assert result["curve"] == [[step, 99.0 + step] for step in range(2, 41, 2)]
    assert result["test"] == 7.0
    plain = worker.train(2, "adamw", [1], **sources("adamw"))[-1]
    assert "curve" not in plain and "test" not in plain
    assert plain["fitness"] == result["fitness"] == pytest.approx(part["losses"][-1])


def test_a_task_that_tells_neither_has_the_point_at_the_end(worker: Conversation) -> None:
    pytest.importorskip("jax")
    hello(worker, "in_jax")
    result = worker.train(1, "adamw", [1], want=["curve", "test"], **sources("adamw"))[-1]
    assert result["curve"] == [[40, result["fitness"]]]
    assert "test" not in result


@pytest.mark.parametrize(("task", "library", "first"), [("in_torch", "torch", "weight"), ("in_jax", "jax", "bias")])
def test_gradients_are_sampled_before_each_step(worker: Conversation, task: str, library: str, first: str) -> None:
    pytest.importorskip(library)
    hello(worker, task)
    answers = worker.train(1, "signsgd", [1], want=["gradients"], steps=3, **sources("signsgd"))
    assert answers[-1]["outcome"] == "PARTIAL" and answers[-1]["steps"] == 3
    parts = [each for each in answers if "part" in each]
    assert [each["schedule"] for each in parts] == pytest.approx([1, 1 - 1 / 40, 1 - 2 / 40])
    weights, gradients = floats(parts[0]["weights"]), floats(parts[0]["gradient"])
    # Of 96 x 3 weights 85 rows and all columns, of the bias all.
    assert len(weights) == len(gradients) == 85 * 3 + 96
    bias = slice(85 * 3, None) if first == "weight" else slice(0, 96)
    assert weights[bias] == (0.5,) * 96
    assert gradients[bias] == pytest.approx([-1 / 96] * 96, rel=1e-4)
    rate = weights[bias][0] - floats(parts[1]["weights"])[bias][0]
    assert rate < 0


def test_rows_and_columns_of_large_arrays_are_sampled_evenly() -> None:
    assert sampled((3, 2)) == list(range(6))
    assert sampled(()) == [0]
    assert sampled((512,)) == list(range(0, 512, 2))
    assert sampled((32, 32)) == [row * 32 + column for row in range(0, 32, 2) for column in range(0, 32, 2)]
    assert sampled((4, 8, 16)) == [row * 128 + column * 2 for row in range(4) for column in range(64)]


def test_a_curve_has_twenty_points_and_ends_at_the_end() -> None:
    assert curve_steps(2000)[-3:] == [1800, 1900, 2000]
    assert len(curve_steps(2000)) == 20
    assert curve_steps(7) == [1, 2, 3, 4, 5, 6, 7]


def test_a_part_of_a_training_ends_after_its_steps(worker: Conversation) -> None:
    worker.hello()
    answers = worker.train(1, "fine", [1, 2], steps=5)
    assert [(each["seed"], each["outcome"], each["steps"]) for each in answers if "result" in each] == [(1, "PARTIAL", 5), (2, "PARTIAL", 5)]


def test_what_is_not_wanted_is_not_computed() -> None:
    run = savanna.Run(1, 10)

    def never() -> float:
        raise AssertionError("computed")

    for step in run.steps():
        run.validate(step, never)
    run.test(never)
