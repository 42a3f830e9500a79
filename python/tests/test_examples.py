"""The examples train, with AdamW and a few steps."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
import savanna
from savanna.run import Run
from savanna.task import find

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize(("name", "library"), [("char_gpt", "torch"), ("cnn_digits", "torch"), ("mlp_jax", "jax"), ("pinn", "torch")])
def test_an_example_trains_better_for_more_steps(name: str, library: str) -> None:
    pytest.importorskip(library)
    if name == "char_gpt" and not hasattr(pytest.importorskip("torch").nn.functional, "scaled_dot_product_attention"):
        pytest.skip("needs PyTorch 2")
    task = find(f"{EXAMPLES / name}.py:{name}")
    optimizer = savanna.optimizer("adamw")
    fitness = []
    for steps in (1, 60):
        shorter = dataclasses.replace(task, steps=steps)
        run = Run(1, shorter.steps, schedule=shorter.schedule)
        run.seed_everything()
        fitness.append(float(shorter(optimizer.within(run), run)))
    assert all(math.isfinite(value) for value in fitness)
    assert fitness[1] < fitness[0]


def test_examples_are_short() -> None:
    assert all(len(file.read_text().splitlines()) <= 60 for file in EXAMPLES.glob("*.py"))
