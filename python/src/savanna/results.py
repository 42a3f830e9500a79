"""What a run found, as Python and pandas have it."""

from __future__ import annotations

import contextlib
import functools
import html
import json
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from savanna import java
from savanna.program import ProgramOptimizer

if TYPE_CHECKING:
    import pandas


def export(program: str | Path, to: str = "pytorch") -> str:
    """The source of a program for another library.

    >>> print(export("lion", to="optax"))  # doctest: +SKIP

    Args:
        program: name of a shipped program, path of a file, program of a run (its folder for the winner, "runs/quick-1#3" for the
            third of its hall of fame), or a program's text
        to: "pytorch", "optax", "nd4j", "latex" or "text"

    Raises:
        SavannaError: if there is no such program or target, or it cannot be exported
    """
    with _named(program) as name:
        return java.run(["export", name, "--to", to])


def optimizer(program: str | Path) -> ProgramOptimizer:
    """A program as an optimizer for PyTorch, when it is called, and for Optax by its method ``optax``.

    >>> opt = optimizer("lion")(net.parameters(), lr=1e-4)  # doctest: +SKIP
    """
    text = export(program, "text")
    return ProgramOptimizer(text, export(program, "pytorch"), export(program, "optax"))


class Simplification:
    """How a program was made shorter.

    Attributes:
        program: text of the result
        steps: a table, one row a step: what was done, what proves it, the program before and after
    """

    def __init__(self, document: dict[str, Any]) -> None:
        derivation = document["derivation"]
        self.program: str = derivation["result"]
        self._steps: list[dict[str, Any]] = derivation["steps"]

    @property
    def steps(self) -> pandas.DataFrame:
        import pandas

        return pandas.DataFrame(self._steps)

    def __str__(self) -> str:
        return self.program


def simplify(program: str | Path, task: str | None = None) -> Simplification:
    """Derives a shorter program that does the same; with a task also leaves out what the task does not notice.

    Raises:
        SavannaError: if there is no such program or task
    """
    with _named(program) as name:
        arguments = ["simplify", name, "--json", *(["--task", task] if task else [])]
        return Simplification(json.loads(java.run(arguments)))


def load(folder: str | Path) -> Result:
    """The result of a run, finished or not.

    Raises:
        FileNotFoundError: if the folder is that of no run
    """
    return Result(Path(folder))


class Result:
    """What a run found. Everything is read from the run's folder when it is asked for.

    Attributes:
        folder: of the run
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "run.db").is_file():
            raise FileNotFoundError(f"{folder} is no folder of a run: there is no run.db in it")
        self.folder = folder

    @functools.cached_property
    def _inspected(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(java.run(["inspect", str(self.folder), "--json"]))
        return document

    @property
    def program(self) -> str:
        """The winner, as found; without its redundant statements see :attr:`simplified`."""
        return (self.folder / "winner.program").read_text(encoding="utf-8")

    @property
    def simplified(self) -> str:
        """The winner, simplified by algebra."""
        return str(self._inspected["winner"]["simplified"])

    @functools.cached_property
    def pytorch(self) -> str:
        """Source of the winner for PyTorch."""
        return export(self.folder, "pytorch")

    @functools.cached_property
    def optax(self) -> str:
        """Source of the winner for Optax."""
        return export(self.folder, "optax")

    @functools.cached_property
    def optimizer(self) -> ProgramOptimizer:
        """The winner as an optimizer: ``result.optimizer(net.parameters())``, ``result.optimizer.optax()``."""
        return ProgramOptimizer(self.program, self.pytorch, self.optax)

    @property
    def hall_of_fame(self) -> pandas.DataFrame:
        """The best distinct functions of the searches, best first."""
        return self._table(self._inspected["hallOfFame"])

    @property
    def pareto_front(self) -> pandas.DataFrame:
        """Functions than which none is better in fitness, states and statements."""
        return self._table(self._inspected["paretoFront"])

    @property
    def funnel(self) -> pandas.DataFrame:
        """Each stage that programs met after the searches, with fresh seeds and larger tasks."""
        return self._table(self._inspected["funnel"])

    @property
    def progress(self) -> pandas.DataFrame:
        """Programs, functions trained and best fitness over each search."""
        return self._query("SELECT * FROM progress ORDER BY stage, programs")

    @property
    def trainings(self) -> pandas.DataFrame:
        """Every training that was made: one program, task and seed a row; its losses at the checkpoints as a list."""
        rows = self._query("SELECT * FROM training")
        rows["losses"] = rows["losses"].map(lambda packed: list(struct.unpack(f">{len(packed) // 8}d", packed)))
        return rows

    def _query(self, sql: str) -> pandas.DataFrame:
        import pandas

        with contextlib.closing(sqlite3.connect(f"{(self.folder / 'run.db').resolve().as_uri()}?mode=ro", uri=True)) as database:
            return pandas.read_sql_query(sql, database)

    @staticmethod
    def _table(rows: Iterable[dict[str, Any]]) -> pandas.DataFrame:
        import pandas

        return pandas.DataFrame(list(rows))

    def __repr__(self) -> str:
        return f"Result({str(self.folder)!r})"

    def _repr_html_(self) -> str:
        best = self.hall_of_fame.head(5).drop(columns=["program"], errors="ignore").to_html(index=False)
        return f"<p>Run {html.escape(str(self.folder))}</p><pre>{html.escape(self.simplified)}</pre>{best}"


@contextlib.contextmanager
def _named(program: str | Path) -> Iterator[str]:
    """A program as the command line takes it: a text goes through a file that is gone afterwards."""
    if isinstance(program, str) and "\n" in program:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "program.program"
            file.write_text(program, encoding="utf-8")
            yield str(file)
    else:
        yield str(program)
