"""Prints the tables of README.md from results/rediscovery/runs: one line a seed."""
import json
import pathlib
import sqlite3

ROOT = pathlib.Path(__file__).parent / "runs"


def mean_and_error(values):
    mean = sum(values) / len(values)
    return mean, (sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values)) ** 0.5


def difference(one, other, split):
    """Mean and standard error of one minus other, seed by seed; text for a program that failed on a seed."""
    pairs = [(a[split], b[split]) for a, b in zip(one["runs"], other["runs"])]
    if any(a is None or b is None for a, b in pairs):
        return "failed on a seed"
    return "{:+.3f} +- {:.3f}".format(*mean_and_error([a - b for a, b in pairs]))


print("| seed | family of the winner | simplified | states | validation | test | test, to tuned AdamW | test, to tuned Lion | stage B | stage C |")
print("|---|---|---|---|---|---|---|---|---|---|")
for run in sorted(ROOT.glob("lion-*")):
    winner, final = (json.loads((run / name).read_text()) for name in ("winner.json", "final.json"))
    programs = {program["name"]: program for program in json.loads((run / "compare.json").read_text())["programs"]}
    won = programs["winner"]
    store = sqlite3.connect(run / "run.db")
    chosen = store.execute("SELECT hash FROM ranking WHERE stage = 'ranking' AND position > 0").fetchall()
    stages = []
    for stage in ("funnel-b", "funnel-c"):
        row = [r for r in store.execute("SELECT hash, difference, difference_error, fitness FROM ranking WHERE stage = ? AND position > 0", (stage,)) if r[0].startswith(winner["hash"][:8])]
        base = store.execute("SELECT fitness FROM ranking WHERE stage = ? AND position = 0", (stage,)).fetchone()
        stages.append("{:+.3f} +- {:.3f}".format(row[0][3] - base[0], row[0][2]) if row and row[0][1] is not None else "not reached")
    print("| {} | {} | {}, {} statements | {} | {:.3f} | {:.3f} | {} | {} | {} | {} |".format(
        run.name.split("-")[1], winner["family"], final["family"], len(final["simplified"].strip().splitlines()) - 2 if isinstance(final.get("simplified"), str) else final.get("liveStatements", "?"),
        winner["statePerParameter"], won["validation"], won["test"],
        difference(won, programs["adamw-tuned"], "test"), difference(won, programs["lion-tuned"], "test"), *stages))
