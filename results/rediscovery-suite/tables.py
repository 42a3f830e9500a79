"""Prints the tables of README.md: tables.py STUDY.json STUDY-FOLDER, what `savanna study ... --json` printed and the folder with its runs, or with their trimmed
stores."""

import json
import pathlib
import sqlite3
import sys
from statistics import mean, stdev

# The prices of configs/lion.yaml, and what AdamW there has of each.
STATE, STATEMENT = 1, 0.02
START = (2, 9)
NOT_REACHED = "not reached"
SUITE, PRICED = "the suite", "the suite, with prices"
SEARCHED = ("noisy-vit", "digits-vit-64", "zipf-lm-4", SUITE, PRICED)


def error(values):
    return stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")


def shown(values):
    return f"{mean(values):+.2f} +- {error(values):.2f}" if values else "failed"


def summary(of, digits=2):
    """A mean that the study gives with its error; of one that failed, nothing."""
    return "failed" if of is None else f"{of['mean']:+.{digits}f}" + ("" if of["error"] is None else f" +- {of['error']:.{digits}f}")


def named(form):
    return "none" if form is None else form["nearest"]


def differences(one, other):
    return [a - b for a, b in zip(one, other, strict=True)] if one and other else []


def is_clear(values):
    return abs(mean(values)) > 2 * error(values)


def stages(run):
    """The winner less the tuned start program at each later stage of the funnel, without prices."""
    store = sqlite3.connect(f"file:{run / 'run.db'}?mode=ro", uri=True)
    chosen = store.execute("SELECT hash FROM ranking WHERE chosen = 1").fetchone()
    texts = []
    for stage in ("funnel-b", "funnel-c"):
        row = store.execute(
            "SELECT difference, difference_error, states, live_statements FROM ranking WHERE stage = ? AND position > 0 AND hash = ?",
            (stage, chosen and chosen[0]),
        ).fetchone()
        if row is None or row[0] is None:
            texts.append(NOT_REACHED if row is None else "failed")
            continue
        price = STATE * (row[2] - START[0]) + STATEMENT * (row[3] - START[1])
        texts.append(f"{row[0] - price:+.2f} +- {row[1]:.2f}")
    store.close()
    return texts


def main(study, folder):
    document = json.loads(pathlib.Path(study).read_text())
    runs = {(run["variant"], run["seed"]): run for run in document["runs"]}
    ways = list(dict.fromkeys(variant for variant, _ in runs))
    seeds = list(dict.fromkeys(seed for _, seed in runs))

    rows = []
    for seed in seeds:
        run = runs[ways[0], seed]
        won, short = run["winner"], run["simplified"]
        scores = [summary(run["tasks"][task]["toStart"]) for task in (PRICED, SUITE)]
        shorter = named(short) + (f", {short['statements']} statements" if short else "")
        states = won["states"] if won else "-"
        rows.append([seed, named(won), shorter, states, *scores, *stages(pathlib.Path(folder) / f"{ways[0]}-{seed}")])
    titles = ["seed", "winner, as found", "simplified", "states", "with prices, AdamW 0", "without", "stage B", "stage C"]
    # What the config has not is no column.
    shown_columns = [place for place in range(len(titles)) if any(row[place] not in ("none", NOT_REACHED) for row in rows)]
    print("| " + " | ".join(titles[place] for place in shown_columns) + " |")
    print("|---" * len(shown_columns) + "|")
    for row in rows:
        print("| " + " | ".join(str(row[place]) for place in shown_columns) + " |")

    print("\n| way | sign of a momentum | nearest to Lion | states | with prices, AdamW 0 | without | trainings |")
    print("|---|---|---|---|---|---|---|")
    for variant in document["variants"]:
        numbers = [summary(variant["tasks"][task]["toStart"]) for task in (PRICED, SUITE)]
        states = "-" if variant["states"] is None else f"{variant['states']:.1f}"
        print(f"| {variant['variant']} | {variant['signOfMomentum']} of {variant['runs']} | {variant['lionLike']} | {states} | " + " | ".join(numbers) + f" | {variant['trainings']:,.0f} |")
    for known in document["references"]:
        numbers = [summary(known["tasks"][task]["toStart"]) for task in (PRICED, SUITE)]
        print(f"| {known['program']}, tuned for the suite | | | | " + " | ".join(numbers) + " | |")

    held_out = [task for task in document["variants"][0]["tasks"] if task not in SEARCHED]
    if held_out:
        print("\n| way | " + " | ".join(held_out) + " |")
        print("|---" * (1 + len(held_out)) + "|")
        named_rows = [(variant["variant"], variant) for variant in document["variants"]]
        named_rows += [(known["program"], known) for known in document["references"]]
        for name, row in named_rows:
            print(f"| {name} | " + " | ".join(summary(row["tasks"][task]["toStart"], 3) for task in held_out) + " |")

    if len(ways) == 1:
        return

    for first in ways[:2]:
        others = [way for way in ways if way != first]
        print(f"\n| seed | {first} to " + " | to ".join(others) + " |")
        print("|---" * (1 + len(others)) + "|")
        better, worse = dict.fromkeys(others, 0), dict.fromkeys(others, 0)
        for seed in seeds:
            cells = []
            for other in others:
                own, its = (runs[way, seed]["tasks"][PRICED]["test"] for way in (first, other))
                values = differences(own, its)
                cells.append(shown(values))
                # A winner that fails is worse than one that trains.
                better[other] += is_clear(values) and mean(values) < 0 if values else bool(own)
                worse[other] += is_clear(values) and mean(values) > 0 if values else bool(its)
            print(f"| {seed} | " + " | ".join(cells) + " |")
        print("| better, worse by two errors | " + " | ".join(f"{better[other]}, {worse[other]}" for other in others) + " |")

    print("\n| way | seed | winner | states | with prices, AdamW 0 |")
    print("|---|---|---|---|---|")
    for way in ways[1:]:
        for seed in seeds:
            run = runs[way, seed]
            won = run["winner"]
            print(f"| {way} | {seed} | {named(won)} | {won['states'] if won else '-'} | {summary(run['tasks'][PRICED]['toStart'])} |")


main(*sys.argv[1:])
