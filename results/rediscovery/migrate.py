"""Brings the store of a run, which may be trimmed, from version 1, or from version 2 in the making, to version 2: migrate.py RUN... (folders). What version 1 kept as
English becomes columns. Single trainings are left out: version 1 knew their tasks by name alone, and a run that goes on would take one task's for another's."""
import pathlib
import re
import sqlite3
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parents[1] / "search-core/src/main/resources/savanna/search/store/schema.sql"


def tables():
    """Statements that make the tables, exactly as Savanna splits them."""
    text = "\n".join(line for line in SCHEMA.read_text().splitlines() if not line.startswith("--"))
    return [table.strip() for table in re.split(r";\s*", text) if table.strip()]


def stage(row, starts):
    name, position, kind, start_hash, *rest = row
    origin = "FOUND" if starts.get(name, "").startswith("start: program ") else "START"
    return (name, position, kind, origin, start_hash, *rest)


def ranking(row, winner):
    *numbers, verdict = row
    if numbers[1] == 0:
        tries = re.search(r"best of (\d+) variants", verdict)
        return (*numbers, int(tries[1]) if tries else 0, None, None, None)
    chosen = numbers[0] == winner["stage"] and numbers[2] == winner["hash"]
    return (*numbers, None, int(verdict.startswith("beats")), int("within the error of the best" in verdict), int(chosen))


def chosen(old, program):
    """The winner's stage: the last that any passed, the first if none did."""
    stages = [stage for (stage,) in old.execute("SELECT stage FROM ranking GROUP BY stage ORDER BY min(rowid)")]
    passed = [stage for stage in stages if old.execute(
        "SELECT 1 FROM ranking WHERE stage = ? AND verdict LIKE 'beats%'", (stage,)).fetchone()]
    stage = passed[-1] if passed else stages[0] if stages else None
    found = old.execute("SELECT hash FROM ranking WHERE stage = ? AND position > 0 AND program = ?", (stage, program)).fetchone()
    return {"stage": stage, "hash": found[0] if found else None}


def migrate(run):
    store = run / "run.db"
    old = sqlite3.connect(store)
    version = old.execute("PRAGMA user_version").fetchone()[0]
    if version not in (1, 2):
        raise SystemExit(f"{store}: version {version}, expected 1 or 2")
    winner_file = run / "winner.program"
    text = "".join(line for line in winner_file.read_text().splitlines(True) if not line.startswith("#")) if winner_file.exists() else ""
    winner = chosen(old, text.strip() + "\n") if version == 1 else {}
    starts = dict(old.execute("SELECT stage, mutation FROM program WHERE number = 0"))
    changed = {"stage": lambda row: stage(row, starts), "ranking": lambda row: ranking(row, winner)} if version == 1 else {}
    width = len(old.execute("PRAGMA table_info(function)").fetchall())
    if width == 10:  # before functions could earn seeds: no error, no number of seeds
        changed["function"] = lambda row: (*row[:9], None, None, row[9])
    draft = run / "run.db.draft"
    draft.unlink(missing_ok=True)
    new = sqlite3.connect(draft)
    for table in tables():
        new.execute(table)
        name = table.split()[2]
        if name != "training" and old.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone():
            for row in old.execute(f"SELECT * FROM {name}").fetchall():
                row = changed.get(name, lambda same: same)(row)
                new.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
    new.execute("PRAGMA user_version = 2")
    new.commit()
    new.execute("VACUUM")
    new.close()
    old.close()
    draft.replace(store)
    return winner


for folder in sys.argv[1:]:
    print(folder, migrate(pathlib.Path(folder)))
