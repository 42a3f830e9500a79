"""Savanna from Python, on its own tasks: needs the jars, of a wheel or of a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
import savanna

SMALL = {
    "search": {"population": 20, "offspring": 10, "programs": 60},
    "ranking": {"candidates": 2, "seeds": 2, "tune": 1},
    "report": {"seeds": 2, "references": ["adamw"], "rates": 1},
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> savanna.Result:
    out = tmp_path_factory.mktemp("runs") / "small"
    return savanna.search("digits-mlp", config=SMALL, seed=3, out=out, progress=False, search__hurdle_factor=1.5)


def test_a_search_gives_its_winner_and_tables(found: savanna.Result) -> None:
    assert "def train(" in found.program
    assert found.simplified.startswith("def train(")
    assert list(found.hall_of_fame["fitness"]) == sorted(found.hall_of_fame["fitness"])
    assert found.progress["programs"].max() == 60
    assert len(found.trainings) > 0
    assert "hall" not in found._repr_html_() and "<table" in found._repr_html_()


def test_a_run_is_loaded_from_its_folder(found: savanna.Result) -> None:
    again = savanna.load(found.folder)
    assert again.hall_of_fame.equals(found.hall_of_fame)


def test_a_winner_is_exported(found: savanna.Result) -> None:
    assert "torch" in found.pytorch
    assert "optax" in found.optax


def test_a_run_is_extended(found: savanna.Result) -> None:
    longer = savanna.resume(found.folder, programs=90, progress=False)
    assert longer.progress["programs"].max() == 90


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no folder of a run"):
        savanna.load(tmp_path)


def test_an_error_of_the_config_is_raised_with_its_text(tmp_path: Path) -> None:
    with pytest.raises(savanna.SavannaError, match="did you mean") as caught:
        savanna.search("digits-mlp", config={**SMALL, "strat": 1}, out=tmp_path / "run", progress=False)
    assert caught.value.status == 2
    assert not (tmp_path / "run").exists()


def test_simplifies_a_program_given_as_text_or_name() -> None:
    text = "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  r = m * m\n  r = sqrt(r)\n  u = m / r\n  u = u * lr\n  return u, m\n"
    assert "sign(" in savanna.simplify(text).program
    simplification = savanna.simplify("lion-raw")
    assert len(simplification.steps) > 1
    assert savanna.simplify(simplification.program).program == simplification.program


def test_exports_shipped_programs() -> None:
    assert savanna.export("lion", "latex").count("mathrm{sign}") == 1
    with pytest.raises(savanna.SavannaError, match="lion"):
        savanna.export("lionn")
