"""Prints the tables of held-out tasks: held_out_tables.py TASK.json..., what `savanna compare ... --json` printed of the same programs on each."""

import json
import pathlib
import sys
from statistics import mean, stdev

SEARCHED = ("noisy-vit", "digits-vit-64", "zipf-lm-4")


def ranks(values):
    """Ranks from 1, equal values share their mean."""
    return [sum(other < value for other in values) + (1 + sum(other == value for other in values)) / 2 for value in values]


def correlation(one, other):
    """Spearman's."""
    one, other = ranks(one), ranks(other)
    a, b = mean(one), mean(other)
    both = sum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    return both / (sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in other)) ** 0.5


def loss(program):
    """Of one that fails on a seed there is none."""
    return float("inf") if program["test"] is None else program["test"]


def main(files):
    tasks = {pathlib.Path(file).stem: json.loads(pathlib.Path(file).read_text())["programs"] for file in files}
    order = [name for name in SEARCHED if name in tasks] + [name for name in tasks if name not in SEARCHED]
    programs = sorted({program["name"] for each in tasks.values() for program in each})
    found = {(task, program["name"]): program for task in order for program in tasks[task]}

    print("| program | " + " | ".join(order) + " |")
    print("|---" * (1 + len(order)) + "|")
    for program in programs:
        cells = []
        for task in order:
            its = found[task, program]
            cells.append("failed" if its["test"] is None else f"{its['test']:.3f} +- {its['standardError']:.3f}")
        print(f"| `{program}` | " + " | ".join(cells) + " |")

    missing = [task for task in SEARCHED if task not in tasks]
    if missing:
        raise SystemExit(f"the tasks of the searches lack: {', '.join(missing)}; run held_out.sh to its end")

    held = [task for task in order if task not in SEARCHED]
    means = [mean(ranks([loss(found[task, program]) for program in programs])[place] for task in held) for place in range(len(programs))]
    print("\n| program | mean rank on the held-out tasks | best or level with the best on |")
    print("|---|---|---|")
    for place in sorted(range(len(programs)), key=means.__getitem__):
        level = sum(is_level(found[task, programs[place]], min(tasks[task], key=loss)) for task in held)
        print(f"| `{programs[place]}` | {means[place]:.1f} | {level} of {len(held)} |")

    print("\n| rank correlation with | " + " | ".join(held) + " | mean |")
    print("|---" * (2 + len(held)) + "|")
    rows = {task: [loss(found[task, program]) for program in programs] for task in order}
    suite = [mean(ranks(rows[task])[place] for task in SEARCHED) for place in range(len(programs))]
    for name, values in [*((task, rows[task]) for task in SEARCHED), ("the three, by mean rank", suite)]:
        each = [correlation(values, rows[task]) for task in held]
        print(f"| {name} | " + " | ".join(f"{value:+.2f}" for value in each) + f" | {mean(each):+.2f} |")


def is_level(program, best):
    """Not behind the best by two standard errors, seed by seed."""
    by_seed = [{run["seed"]: run["test"] for run in each["runs"]} for each in (program, best)]
    pairs = [(by_seed[0][seed], by_seed[1][seed]) for seed in by_seed[0]]
    if any(a is None or b is None for a, b in pairs):
        return False
    differences = [a - b for a, b in pairs]
    return mean(differences) <= 2 * stdev(differences) / len(differences) ** 0.5


main(sys.argv[1:])
