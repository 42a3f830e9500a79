"""Every command that trains takes a task in Python: each is run to its end, with real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import savanna
from conftest import HERE
from savanna import java

pytest.importorskip("torch")

TASK = f"{HERE / 'seen_task.py'}:in_torch"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search with all that asks for more than fitness: gradients for the size of updates, a funnel with a further stage."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    savanna.search(
        config={
            "task": TASK,
            "start": "adamw",
            "workers": 2,
            "search": {"programs": 40, "population": 10, "offspring": 5, "size-matching": {"share": 1}},
            "ranking": {"candidates": 2, "seeds": 2, "tune": 2},
            "funnel-b": {"task": TASK, "candidates": 2, "seeds": 2, "tune": 2},
            "report": {"seeds": 2, "references": ["adamw"], "rates": 1},
        },
        seed=1,
        out=folder,
        progress=False,
    )
    return folder


def test_a_search_matches_sizes_and_goes_through_a_funnel(run: Path) -> None:
    found = savanna.load(run)
    assert len(found.hall_of_fame) > 1
    assert "ranking" in set(found.funnel["stage"])


def test_report_shows_learning_curves(run: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    java.run(["report", str(run), "--out", str(page), "--seeds", "2", "--tune", "1"])
    text = page.read_text()
    assert "in_torch" in text and "<svg" in text


def test_compare_gives_each_program_a_fitness_and_a_test() -> None:
    document = json.loads(java.run(["compare", "adamw", "lion", "--task", TASK, "--seeds", "2", "--tune", "2", "--json", "--quiet"]))
    text = json.dumps(document)
    assert "adamw" in text and "lion" in text and "7.0" in text


def test_tune_prints_a_program() -> None:
    tuned = java.run(["tune", "signsgd", "--task", TASK, "--tries", "8", "--seeds", "2"])
    assert "def train(" in tuned


def test_simplify_leaves_out_what_the_task_does_not_notice(tmp_path: Path) -> None:
    program = tmp_path / "odd.program"
    program.write_text("def train(w, g, m, lr):\n  m = interp(g, m, 0.0001)\n  tiny = w * 1e-12\n  x = m + tiny\n  x = x * lr\n  return x, m\n")
    simplified = java.run(["simplify", str(program), "--task", TASK, "--seeds", "4", "--trainings", "60"])
    assert "1e-12" not in simplified.rsplit("def train(", 1)[1]
