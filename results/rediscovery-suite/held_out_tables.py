"""Prints the tables of held-out tasks: held_out_tables.py TASK.json..., what `savanna compare ... --json` printed of the same programs on each."""

import json
import pathlib
import sys
from statistics import mean, stdev

SEARCHED = ("noisy-vit", "digits-vit-64", "zipf-lm-4")
REFERENCE = "adamw-suite"


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

    print(f"\n| less `{REFERENCE}`, seed by seed | " + " | ".join(order) + " |")
    print("|---" * (1 + len(order)) + "|")
    for program in programs:
        if program != REFERENCE:
            cells = []
            for task in order:
                values = differences(found[task, program], found[task, REFERENCE])
                cells.append("failed" if values is None else f"{mean(values):+.3f} +- {error(values):.3f}")
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


def differences(program, other):
    """Seed by seed; none if one of them fails on a seed."""
    own, its = ({run["seed"]: run["test"] for run in each["runs"]} for each in (program, other))
    if any(value is None for value in [*own.values(), *its.values()]):
        return None
    return [own[seed] - its[seed] for seed in own]


def error(values):
    return stdev(values) / len(values) ** 0.5


def is_level(program, best):
    """Not behind the best by two standard errors."""
    values = differences(program, best)
    return values is not None and mean(values) <= 2 * error(values)


main(sys.argv[1:])
