"""Brings the store of a run, which may be trimmed, from any version before to version 5: migrate.py RUN... (folders). What version 1 kept as English becomes
columns. Its single trainings are left out: it knew their tasks by name alone, and a run that goes on would take one task's for another's. So are those of a
store of version 2 that does not know how exactly a program computes its function. None of versions 1 to 3 knows what the funnel tuned; none before 5
what a search had spent, and what the best program so far cost, but where nothing had a price."""
import pathlib
import re
import sqlite3
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).resolve().parent
STORE = HERE.parents[1] / "search-core/src/main/resources/savanna/search/store"
DICTIONARY = (STORE / "programs.dictionary").read_bytes().replace(b"\r\n", b"\n")
VERSION = 5


def tables():
    """Statements that make the tables and their views, exactly as Savanna splits them."""
    text = "\n".join(line for line in (STORE / "schema.sql").read_text().splitlines() if not line.startswith("--"))
    return [table.strip() for table in re.split(r";\s*", text) if table.strip()]


def stage(row, starts):
    name, position, kind, start_hash, *rest = row
    origin = "FOUND" if starts.get(name, "").startswith("start: program ") else "START"
    return (name, position, kind, origin, start_hash, *rest)


def with_tuned(row):
    """A row of the funnel with columns for the tuned form, which stores did not keep before version 4."""
    return (*row[:4], None, None, *row[4:])


def is_priced(config):
    """Whether the searches of a run decided with prices what is best; the section was another before they did."""
    section = re.search(r"^objective:\n((?:  .*\n)+)", config, re.MULTILINE)
    return section is not None and any(float(price) > 0 for price in re.findall(r"price: (.+)", section[1]))


def progress(row, price):
    """The totals of a search at one moment; version 5 keeps trainings and the price of the best besides."""
    *totals, best, at = row
    return (*totals[:3], None, *totals[3:], best, price, at)


def ranking(row, winner):
    *numbers, verdict = row
    numbers = with_tuned(numbers)
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


def packed(text):
    """The text of a program as Savanna's class ProgramText packs it."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return deflater.compress(text.encode()) + deflater.flush()


def losses(text):
    return b"".join(struct.pack(">d", float(loss)) for loss in text.split())


def function(row, stage):
    hash, name, number, program, statements, live, states, outcome, fitness, *rest = row
    error, seeds = rest[:2] if len(rest) == 3 else (None, None)  # before functions could earn seeds
    return (None, stage[name], bytes.fromhex(hash), number, packed(program), statements, live, states, outcome, fitness, error, seeds, None, rest[-1])


def training(row, task):
    hash, rounding, name, digest, seed, hurdled, outcome, fitness, steps, at_hurdles, micros, at = row
    task.setdefault(digest, (len(task) + 1, name))
    return (bytes.fromhex(hash), rounding, task[digest][0], seed, hurdled, outcome, fitness, steps, losses(at_hurdles), micros, at)


def migrate(run):
    store = run / "run.db"
    old = sqlite3.connect(store)
    version = old.execute("PRAGMA user_version").fetchone()[0]
    if version not in range(1, VERSION):
        raise SystemExit(f"{store}: version {version}, expected 1 to {VERSION - 1}")
    winner_file = run / "winner.program"
    text = "".join(line for line in winner_file.read_text().splitlines(True) if not line.startswith("#")) if winner_file.exists() else ""
    winner = chosen(old, text.strip() + "\n") if version == 1 else {}
    starts = {} if version >= 3 else dict(old.execute("SELECT stage, mutation FROM program WHERE number = 0"))
    ids = {name: i + 1 for i, (name,) in enumerate(old.execute("SELECT stage FROM stage ORDER BY position"))}
    tasks = {}
    exact = any(column[1] == "rounding" for column in old.execute("PRAGMA table_info(training)"))
    # A new table's rows: those of an old one, each as it is now.
    changed = {4: {}, 3: {"ranking": ("ranking", with_tuned)}}.get(version, {
        "stage": ("stage", lambda row: (ids[row[0]], *(stage(row, starts) if version == 1 else row))),
        "program_row": ("program", lambda row: (ids[row[0]], *row[1:4], bytes.fromhex(row[4]))),
        "function_row": ("function", lambda row: function(row, ids)),
        "training_row": ("training" if exact else None, lambda row: training(row, tasks)),
        "task": (None, None),
        "ranking": ("ranking", lambda row: ranking(row, winner) if version == 1 else with_tuned(row)),
    })
    price = None if is_priced((run / "config.yaml").read_text()) else 0
    changed["progress"] = ("progress", lambda row: progress(row, price))
    draft = run / "run.db.draft"
    draft.unlink(missing_ok=True)
    new = sqlite3.connect(draft)
    for table in tables():
        new.execute(table)
        name = table.split()[2]
        source, change = changed.get(name, (name, lambda same: same))
        if old.execute("SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table'", (source,)).fetchone() and not table.startswith("CREATE VIEW"):
            for row in old.execute(f"SELECT * FROM {source}"):
                row = change(row)
                new.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
    new.executemany("INSERT INTO task VALUES (?, ?, ?)", ((id, bytes.fromhex(digest), name) for digest, (id, name) in tasks.items()))
    new.execute(f"PRAGMA user_version = {VERSION}")
    new.commit()
    new.execute("VACUUM")
    new.close()
    old.close()
    draft.replace(store)
    return winner


for folder in sys.argv[1:]:
    print(folder, migrate(pathlib.Path(folder)))
