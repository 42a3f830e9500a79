"""Whole searches on workers that end, stop, join late or come back: each ends with what an undisturbed one here finds."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import savanna
from conftest import HERE, has_ended
from savanna import java

ray_is_absent = pytest.mark.skipif(
    __import__("importlib").util.find_spec("ray") is None, reason="Ray is not installed: pip install 'savanna[ray]'"
)

PYTHON_TASK = f"{HERE / 'napping_task.py'}:napping"
JAVA_TASK = "quadratic-blocks"
SMALL: dict[str, Any] = {
    "start": "adamw",
    "search": {"population": 20, "offspring": 10, "programs": 100},
    "ranking": {"candidates": 2, "seeds": 2, "tune": 2},
    "report": {"seeds": 2, "references": ["adamw"], "rates": 1},
}


def config(task: str, **more: Any) -> dict[str, Any]:
    return {"task": task, **SMALL, **more}


def trained(folder: Path) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What came of each training, by program, task and seed; not how long it took, and when it was made."""
    with contextlib.closing(sqlite3.connect(f"{(folder / 'run.db').as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT hash, rounding, digest, seed, hurdled, outcome, fitness, steps, losses FROM training").fetchall()
    return {row[:5]: row[5:] for row in rows}


def assert_same(expected: savanna.Result, found: savanna.Result) -> None:
    """All that was found; which seeds more were begun than needed depends on who had time."""
    assert found.program == expected.program
    assert found.hall_of_fame.equals(expected.hall_of_fame)
    assert found.funnel.equals(expected.funnel)
    ours, theirs = trained(expected.folder), trained(found.folder)
    shared = ours.keys() & theirs.keys()
    assert len(shared) > 0.8 * len(ours)
    assert {key: ours[key] for key in shared} == {key: theirs[key] for key in shared}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], savanna.Result]:
    """The result of a search here, made once a task."""
    known: dict[str, savanna.Result] = {}

    def made(task: str) -> savanna.Result:
        if task not in known:
            known[task] = savanna.search(
                config=config(task, workers=2), seed=1, out=tmp_path_factory.mktemp("runs") / "undisturbed", progress=False
            )
        return known[task]

    return made


class Searching:
    """A search in a process of its own, whose workers are disturbed."""

    def __init__(self, folder: Path, document: dict[str, Any], environment: dict[str, str]) -> None:
        file = folder / "search.yaml"
        file.write_text(json.dumps(document))
        self.folder = folder / "run"
        self.process = subprocess.Popen(
            java.command(["search", str(file), "--seed", "1", "--out", str(self.folder)]),
            stdout=subprocess.DEVNULL,
            stderr=(folder / "said").open("wb"),
            env={**java.environment(), **environment},
            start_new_session=True,
        )
        self.said = folder / "said"
        timer = threading.Timer(240, self.process.kill)
        timer.daemon = True
        timer.start()

    def await_trainings(self, count: int) -> None:
        """Waits until so many trainings have been made."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said.read_text()
            try:
                if len(trained(self.folder)) >= count:
                    return
            except sqlite3.Error:
                pass
            time.sleep(0.1)
        raise AssertionError(self.said.read_text())

    def result(self) -> savanna.Result:
        assert self.process.wait(240) == 0, self.said.read_text()
        return savanna.load(self.folder)


@pytest.fixture
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from test_ray import Nodes

    cluster = Nodes()
    cluster.begin()
    yield cluster
    cluster.cluster.shutdown()


@ray_is_absent
@pytest.mark.parametrize("task", [PYTHON_TASK, JAVA_TASK])
def test_a_search_on_a_cluster_that_loses_actors_and_a_node_and_gets_another(
    undisturbed: Callable[[str], savanna.Result], nodes: Any, tmp_path: Path, task: str
) -> None:
    expected = undisturbed(task)
    searching = Searching(
        tmp_path,
        config(task, workers={"command": [sys.executable, "-m", "savanna.ray", "--address", nodes.cluster.address]}),
        {"SAVANNA_PYTHON": sys.executable},
    )
    searching.await_trainings(len(trained(expected.folder)) // 10)
    nodes.kill_holders(1)
    searching.await_trainings(len(trained(expected.folder)) // 4)
    nodes.kill_holders(2)
    nodes.kill_node()
    nodes.join(cpus=2)
    assert_same(expected, searching.result())
    # What `savanna inspect` shows of workers.
    with contextlib.closing(sqlite3.connect(f"{(searching.folder / 'run.db').as_uri()}?mode=ro", uri=True)) as database:
        told = {key: json.loads(value) for key, value in database.execute("SELECT key, value FROM run WHERE key GLOB 'worker*'")}
    assert told["worker 00001"]["lost-slots"] >= 3
    assert ") " in told["worker 00001"]["where"]
    assert told["workers"]["other-trainings"] == 0


@ray_is_absent
def test_a_search_whose_coordinator_is_killed_is_resumed(
    undisturbed: Callable[[str], savanna.Result], nodes: Any, tmp_path: Path
) -> None:
    expected = undisturbed(PYTHON_TASK)
    searching = Searching(
        tmp_path,
        config(PYTHON_TASK, workers={"command": [sys.executable, "-m", "savanna.ray", "--address", nodes.cluster.address]}),
        {"SAVANNA_PYTHON": sys.executable},
    )
    searching.await_trainings(len(trained(expected.folder)) // 3)
    holders = nodes.holders()
    os.killpg(searching.process.pid, signal.SIGKILL)
    assert holders and all(has_ended(pid, 30) for pid in holders)
    assert_same(expected, savanna.resume(searching.folder, progress=False))


def test_a_search_whose_worker_is_stopped_goes_on_with_the_other(
    undisturbed: Callable[[str], savanna.Result], tmp_path: Path
) -> None:
    expected = undisturbed(PYTHON_TASK)
    marker = tmp_path / "pid"
    searching = Searching(
        tmp_path,
        config(
            PYTHON_TASK,
            workers={
                "count": 1,
                "silence": "4s",
                "command": [sys.executable, "-m", "savanna.worker"],
                "commands": [f"sh -c 'echo $$ >{marker}; exec {sys.executable} -m savanna.worker'"],
            },
        ),
        {"SAVANNA_PYTHON": sys.executable},
    )
    searching.await_trainings(len(trained(expected.folder)) // 4)
    stopped = int(marker.read_text())
    os.kill(stopped, signal.SIGSTOP)
    assert_same(expected, searching.result())
    assert has_ended(stopped)


def test_a_run_that_goes_on_with_workers_of_other_arithmetic_says_so(tmp_path: Path) -> None:
    file = tmp_path / "search.yaml"
    file.write_text(json.dumps(config(PYTHON_TASK, workers={"count": 1}, search={"programs": 10, "population": 5, "offspring": 5})))

    def said(threads: int, *command: str) -> str:
        worker = f"env OMP_NUM_THREADS={threads} {sys.executable} -m savanna.worker"
        made = subprocess.run(
            java.command([*command, "--worker", worker, "--quiet"]), capture_output=True, text=True, env=java.environment(), timeout=240
        )
        assert made.returncode == 0, made.stderr
        return made.stderr

    run = str(tmp_path / "run")
    said(1, "search", str(file), "--out", run)
    assert "other arithmetic" not in said(1, "resume", run, "--programs", "15")
    assert "began with workers of other arithmetic for napping" in said(2, "resume", run, "--programs", "30")


def test_a_start_program_that_raises_stops_the_search_with_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(savanna.SavannaError) as caught:
        savanna.search(
            config=config(f"{HERE / 'napping_task.py'}:broken", workers=2), seed=1, out=tmp_path / "run", progress=False
        )
    assert 'raise ZeroDivisionError("a fault of the task")' in caught.value.text
    assert caught.value.status in (1, 2)
