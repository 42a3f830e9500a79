"""Prints the tables of README.md from what reproduce.sh, baselines.sh and generalise.sh left."""
import json
import pathlib
import sqlite3

ROOT = pathlib.Path(__file__).parent
REFERENCES = ("adamw-tuned", "lion-tuned")


def mean_and_error(values):
    mean = sum(values) / len(values)
    return mean, (sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values)) ** 0.5


def difference(one, other, split):
    """Mean and standard error of one minus other, seed by seed; text for a program that failed on a seed."""
    pairs = [(a[split], b[split]) for a, b in zip(one["runs"], other["runs"])]
    if any(a is None or b is None for a, b in pairs):
        return "failed on a seed"
    return "{:+.3f} +- {:.3f}".format(*mean_and_error([a - b for a, b in pairs]))


def read(path):
    return json.loads(path.read_text())


def statements(form):
    return len(form["simplified"].strip().splitlines()) - 2 if isinstance(form.get("simplified"), str) else form.get("liveStatements", "?")


def scores(folder):
    """Validation and test of a winner on fresh seeds, and how it compares there."""
    programs = {program["name"]: program for program in read(folder / "compare.json")["programs"]}
    won = programs["winner"]
    return "{:.3f} | {:.3f} | {} | {}".format(won["validation"], won["test"], *(difference(won, programs[name], "test") for name in REFERENCES))


def stages(folder, hash):
    """What the winner's funnel stages gave, without prices."""
    store = sqlite3.connect(folder / "run.db")
    texts = []
    for stage in ("funnel-b", "funnel-c"):
        base = store.execute("SELECT fitness FROM ranking WHERE stage = ? AND position = 0", (stage,)).fetchone()
        row = [r for r in store.execute("SELECT hash, fitness, difference_error FROM ranking WHERE stage = ? AND position > 0", (stage,)) if r[0].startswith(hash[:8])]
        texts.append("{:+.3f} +- {:.3f}".format(row[0][1] - base[0], row[0][2]) if row and row[0][2] is not None else "not reached")
    return " | ".join(texts)


def winners():
    print("| seed | family of the winner | simplified | states | validation | test | test, to tuned AdamW | test, to tuned Lion | stage B | stage C |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for run in sorted((ROOT / "runs").glob("lion-*")):
        winner, final = read(run / "winner.json"), read(run / "final.json")
        print("| {} | {} | {}, {} statements | {} | {} | {} |".format(
            run.name.split("-")[1], winner["family"], final["family"], statements(final), winner["statePerParameter"], scores(run), stages(run, winner["hash"])))


def baselines():
    print("| baseline | seed | family of the winner | states | validation | test | test, to tuned AdamW | test, to tuned Lion |")
    print("|---|---|---|---|---|---|---|---|")
    for run in sorted((ROOT / "baselines").glob("*-*")):
        kind, seed = run.name.split("-")
        winner = read(run / "winner.json")
        print("| {} | {} | {} | {} | {} |".format(kind, seed, winner["family"], winner["statePerParameter"], scores(run)))


def generalisation():
    tables = {path.stem: read(path) for path in sorted((ROOT / "generalisation").glob("*.json"))}
    print("| program | " + " | ".join(tables) + " |\n|---|" + "---|" * len(tables))
    names = [program["name"] for program in next(iter(tables.values()))["programs"]]
    for name in sorted(names, key=lambda name: (not name.startswith("lion-2"), name)):
        cells = []
        for table in tables.values():
            program = next(p for p in table["programs"] if p["name"] == name)
            values = [run["test"] for run in program["runs"]]
            cells.append("failed on a seed" if None in values else "{:.3f} +- {:.3f}".format(*mean_and_error(values)))
        print("| " + name + " | " + " | ".join(cells) + " |")


winners()
if (ROOT / "baselines").is_dir():
    print()
    baselines()
if (ROOT / "generalisation").is_dir():
    print()
    generalisation()
