"""Searches from Python: the same engine and run folders as those of the command line."""

from __future__ import annotations

import contextlib
import itertools
import json
import signal
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from savanna import java
from savanna.results import Result
from savanna.task import Task

_LOOK_SECONDS = 0.5


def search(
    task: Task | str | Path | None = None,
    *,
    config: str | Path | Mapping[str, Any] | None = None,
    start: str | None = None,
    programs: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: bool = True,
    **settings: Any,
) -> Result:
    """Evolves an optimizer for a task.

    >>> best = search(small_gpt, start="adamw", programs=20_000, workers=4)  # doctest: +SKIP
    >>> print(best.simplified, best.pytorch)                                 # doctest: +SKIP

    Ctrl-C ends the search with its state saved; ``resume`` goes on with it.

    Args:
        task: a function with ``@savanna.task``, a reference ``FILE.py:FUNCTION``, or a task that ``savanna list tasks`` shows
        config: a YAML file, or the same as a dictionary; what is given besides it wins
        start: the program to begin with
        programs: programs to make in each search
        seed: all randomness of the search comes from it
        workers: processes that train a Python task
        out: folder of the run, which must not exist; absent: a new one under runs/
        progress: whether to show a bar, in a terminal or a notebook
        settings: further keys of the config, with ``__`` for a dot: ``search__population=100``

    Raises:
        SavannaError: if the config is wrong or the search fails
    """
    keys: dict[str, Any] = {}
    if task is not None:
        keys["task"] = f"{task.path}:{task.name}" if isinstance(task, Task) else str(task)
    if start is not None:
        keys["start"] = start
    if workers is not None:
        keys["workers"] = workers
    if programs is not None:
        keys["search.programs"] = programs
    keys.update({key.replace("__", ".").replace("_", "-"): value for key, value in settings.items()})
    with tempfile.TemporaryDirectory() as folder:
        if config is None or isinstance(config, Mapping):
            file = Path(folder) / "search.yaml"
            # JSON is YAML.
            file.write_text(json.dumps(_document(config or {}, keys)), encoding="utf-8")
            keys = {}
        else:
            file = Path(config)
        arguments = ["search", str(file)]
        for key, value in keys.items():
            arguments += ["--set", f"{key}={json.dumps(value) if not isinstance(value, str) else value}"]
        if seed is not None:
            arguments += ["--seed", str(seed)]
        name = task.name if isinstance(task, Task) else file.stem
        run = Path(out) if out is not None else _free(Path("runs"), f"{name}-{1 if seed is None else seed}")
        return _run([*arguments, "--out", str(run)], run, progress)


def resume(folder: str | Path, *, programs: int | None = None, progress: bool = True) -> Result:
    """Goes on with an interrupted run, or extends one that has ended, to so many programs.

    Raises:
        SavannaError: if the folder is that of no run, or the run fails
    """
    return _run(["resume", str(folder), *(["--programs", str(programs)] if programs else [])], Path(folder), progress)


def _free(parent: Path, name: str) -> Path:
    """A folder that does not exist yet, of that name or with a number behind it."""
    numbered = (parent / (name if i == 1 else f"{name}-{i}") for i in itertools.count(1))
    return next(folder for folder in numbered if not folder.exists())


def _document(config: Mapping[str, Any], keys: Mapping[str, Any]) -> dict[str, Any]:
    document = json.loads(json.dumps(config))
    for key, value in keys.items():
        section = document
        *parents, last = key.split(".")
        for parent in parents:
            section = section.setdefault(parent, {})
        section[last] = value
    return dict(document)


def _run(arguments: list[str], folder: Path, progress: bool) -> Result:
    process = subprocess.Popen(
        java.command(arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=java.environment()
    )
    said: list[str] = []
    hearing = threading.Thread(target=lambda: said.extend(process.stderr or []), daemon=True)
    hearing.start()
    watch = _Watch(folder, progress)
    try:
        while True:
            try:
                process.wait(_LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                watch.look()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        hearing.join()
        watch.close()
    if process.returncode != 0:
        raise java.SavannaError(process.returncode, "".join(said))
    return Result(folder)


class _Watch:
    """Shows how a run gets on: reads its store, now and then, as anybody may."""

    def __init__(self, folder: Path, shown: bool) -> None:
        self._store = folder / "run.db"
        self._bar: Any = None
        if shown:
            from tqdm.auto import tqdm

            self._bar = tqdm(unit=" programs", desc="search")

    def look(self) -> None:
        """Brings the bar up to date."""
        if self._bar is None or not self._store.is_file():
            return
        try:
            with contextlib.closing(sqlite3.connect(f"{self._store.resolve().as_uri()}?mode=ro", uri=True)) as database:
                row = database.execute(
                    "SELECT sum(programs), sum(evaluations), min(best) FROM "
                    "(SELECT stage, max(programs) programs, max(evaluations) evaluations, min(best) best FROM progress GROUP BY stage)"
                ).fetchone()
        except sqlite3.Error:
            # Not there yet, or just being written: next time.
            return
        if row and row[0] is not None:
            self._bar.n = row[0]
            self._bar.set_postfix(trained=row[1], best=f"{row[2]:.4g}" if row[2] is not None else "-", refresh=False)
            self._bar.refresh()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
