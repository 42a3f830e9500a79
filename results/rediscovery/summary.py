"""Prints the tables of README.md from what reproduce.sh, baselines.sh and generalise.sh left."""
import json
import math
import pathlib
import sqlite3

ROOT = pathlib.Path(__file__).parent
REFERENCES = ("adamw-tuned", "lion-tuned")


def mean_and_error(values):
    mean = sum(values) / len(values)
    return mean, (sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values)) ** 0.5


def difference(one, other, split):
    """Mean and standard error of one minus other, seed by seed; not a number if a program failed on a seed."""
    pairs = [(a[split], b[split]) for a, b in zip(one["runs"], other["runs"], strict=True)]
    if any(a is None or b is None for a, b in pairs):
        return math.nan, math.nan
    return mean_and_error([a - b for a, b in pairs])


def signed(mean, error):
    return "failed on a seed" if math.isnan(mean) else f"{mean:+.3f} +- {error:.3f}"


def read(path):
    return json.loads(path.read_text())


def statements(form):
    return len(form["simplified"].strip().splitlines()) - 2 if isinstance(form.get("simplified"), str) else form.get("liveStatements", "?")


def compared(folder, name):
    return next(program for program in read(folder / "compare.json")["programs"] if program["name"] == name)


def scores(folder):
    """Validation and test of a winner on fresh seeds, and how it compares there."""
    won = compared(folder, "winner")
    return "{:.3f} | {:.3f} | {} | {}".format(won["validation"], won["test"], *(signed(*difference(won, compared(folder, name), "test")) for name in REFERENCES))


def stages(folder, hash):
    """What the winner's funnel stages gave, without prices."""
    store = sqlite3.connect(folder / "run.db")
    texts = []
    for stage in ("funnel-b", "funnel-c"):
        base = store.execute("SELECT fitness FROM ranking WHERE stage = ? AND position = 0", (stage,)).fetchone()
        row = [r for r in store.execute("SELECT hash, fitness, difference_error FROM ranking WHERE stage = ? AND position > 0", (stage,)) if r[0].startswith(hash[:8])]
        texts.append(signed(row[0][1] - base[0], row[0][2]) if row and row[0][2] is not None else "not reached")
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


def against():
    """The winners minus those of the baselines of the same seed, on the same fresh seeds."""
    kinds = ("constants", "random", "local")
    print("| seed | to constants | to random | to local |")
    print("|---|---|---|---|")
    better = dict.fromkeys(kinds, 0)
    worse = dict.fromkeys(kinds, 0)
    for run in sorted((ROOT / "runs").glob("lion-*")):
        seed = run.name.split("-")[1]
        cells = []
        for kind in kinds:
            other = ROOT / "baselines" / f"{kind}-{seed}"
            if not other.is_dir():
                cells.append("not run")
                continue
            mean, error = difference(compared(run, "winner"), compared(other, "winner"), "test")
            better[kind] += mean < -2 * error
            worse[kind] += mean > 2 * error
            cells.append(signed(mean, error))
        print("| {} | {} |".format(seed, " | ".join(cells)))
    print("| better, worse by two errors | {} |".format(" | ".join(f"{better[kind]}, {worse[kind]}" for kind in kinds)))


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
    print()
    against()
if (ROOT / "generalisation").is_dir():
    print()
    generalisation()
