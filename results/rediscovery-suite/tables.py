"""Prints the tables of README.md: tables.py STUDY.json STUDY-FOLDER, what `savanna study ... --json` printed and the folder with its runs."""

import json
import pathlib
import sqlite3
import sys
from statistics import mean, stdev

STATE, STATEMENT = 1, 0.02
START = (2, 9)
SUITE, PRICED = "the suite", "the suite, with prices"


def error(values):
    return stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")


def shown(values):
    return f"{mean(values):+.2f} +- {error(values):.2f}"


def differences(one, other):
    return [a - b for a, b in zip(one, other, strict=True)]


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
            texts.append("not reached" if row is None else "failed")
            continue
        price = STATE * (row[2] - START[0]) + STATEMENT * (row[3] - START[1])
        texts.append(f"{row[0] - price:+.2f} +- {row[1]:.2f}")
    store.close()
    return " | ".join(texts)


def main(study, folder):
    document = json.loads(pathlib.Path(study).read_text())
    runs = {(run["variant"], run["seed"]): run for run in document["runs"]}
    ways = list(dict.fromkeys(variant for variant, _ in runs))
    seeds = list(dict.fromkeys(seed for _, seed in runs))

    print("| seed | winner, as found | simplified | states | with prices, AdamW 0 | without | stage B | stage C |")
    print("|---|---|---|---|---|---|---|---|")
    for seed in seeds:
        run = runs[ways[0], seed]
        won, short = run["winner"], run["simplified"]
        scores = [run["tasks"][task]["toStart"] for task in (PRICED, SUITE)]
        print(
            f"| {seed} | {won['nearest']} | {short['nearest']}, {short['statements']} statements | {won['states']} | "
            + " | ".join(f"{score['mean']:+.2f} +- {score['error']:.2f}" for score in scores)
            + f" | {stages(pathlib.Path(folder) / f'{ways[0]}-{seed}')} |"
        )

    print("\n| way | lion-like | double interp | states | with prices, AdamW 0 | without | trainings |")
    print("|---|---|---|---|---|---|---|")
    for variant in document["variants"]:
        own = variant["tasks"]
        numbers = [own[task]["toStart"] for task in (PRICED, SUITE)]
        print(
            f"| {variant['variant']} | {variant['signOfMomentum']} of {variant['runs']} | {variant['lionLike']} | {variant['states']:.1f} | "
            + " | ".join(f"{number['mean']:+.2f} +- {number['error'] or float('nan'):.2f}" for number in numbers)
            + f" | {variant['trainings']:,.0f} |"
        )
    for known in document["references"]:
        numbers = [known["tasks"][task]["toStart"] for task in (PRICED, SUITE)]
        print(f"| {known['program']}, tuned for the suite | | | 1 | " + " | ".join(f"{n['mean']:+.2f} +- {n['error'] or float('nan'):.2f}" for n in numbers) + " | |")

    for first in ways[:2]:
        others = [way for way in ways if way != first]
        print(f"\n| seed | {first} to " + " | to ".join(others) + " |")
        print("|---" * (1 + len(others)) + "|")
        better, worse = dict.fromkeys(others, 0), dict.fromkeys(others, 0)
        for seed in seeds:
            cells = []
            for other in others:
                values = differences(*(runs[way, seed]["tasks"][PRICED]["test"] for way in (first, other)))
                cells.append(shown(values))
                better[other] += is_clear(values) and mean(values) < 0
                worse[other] += is_clear(values) and mean(values) > 0
            print(f"| {seed} | " + " | ".join(cells) + " |")
        print("| better, worse by two errors | " + " | ".join(f"{better[other]}, {worse[other]}" for other in others) + " |")

    print("\n| way | seed | winner | states | with prices, AdamW 0 |")
    print("|---|---|---|---|---|")
    for way in ways[1:]:
        for seed in seeds:
            run = runs[way, seed]
            score = run["tasks"][PRICED]["toStart"]
            print(f"| {way} | {seed} | {run['winner']['nearest']} | {run['winner']['states']} | {score['mean']:+.2f} +- {score['error']:.2f} |")


main(*sys.argv[1:])
