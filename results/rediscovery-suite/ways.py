"""Draws what each way found, a dot for each seed: ways.py STUDY.json > ways.svg."""

import json
import pathlib
import sys
from statistics import mean, stdev

PANELS = {
    "the suite, with prices": "the suite, with prices, in AdamW's deviations",
    "words-lm-a": "words-lm-a, that no search saw, loss",
    "names-lm-a": "names-lm-a, that no search saw, loss",
}
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
LEFT, WIDTH, ROW = 130, 560, 22


def panel(document, task, title, top):
    rows = {variant["variant"]: [] for variant in document["variants"] if variant["variant"] != "random"}
    for run in document["runs"]:
        score = run["tasks"][task]["toStart"]
        if run["variant"] in rows and score is not None:
            rows[run["variant"]].append(score["mean"])
    for known in document["references"]:
        rows[known["program"].removesuffix("-suite") + ", tuned"] = [known["tasks"][task]["toStart"]["mean"]]
    low = min(0, *(value for values in rows.values() for value in values))
    high = max(0, *(value for values in rows.values() for value in values))
    low, high = low - 0.04 * (high - low), high + 0.04 * (high - low)

    def x(value):
        return LEFT + WIDTH * (value - low) / (high - low)

    bottom = top + 24 + ROW * len(rows)
    parts = [f'<text x="{LEFT}" y="{top + 10}" font-weight="bold">{title}: mean difference to AdamW</text>']
    parts.append(f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{top + 18}" y2="{bottom}" stroke="#888888"/>')
    for place, (way, values) in enumerate(rows.items()):
        y = top + 24 + ROW * (place + 0.5)
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{way}</text>')
        if len(values) > 1:
            error = stdev(values) / len(values) ** 0.5
            parts.append(f'<rect x="{x(mean(values) - error):.1f}" y="{y - 8:.1f}" width="{x(mean(values) + error) - x(mean(values) - error):.1f}" height="16" fill="{COLOURS[place]}" opacity="0.2"/>')
            parts.append(f'<line x1="{x(mean(values)):.1f}" x2="{x(mean(values)):.1f}" y1="{y - 8:.1f}" y2="{y + 8:.1f}" stroke="{COLOURS[place]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(value):.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[place]}" fill-opacity="0.6"/>' for value in values]
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1) if (high - low) / step <= 8)
    for tick in range(round(low / step) - 1, round(high / step) + 2):
        if low <= tick * step <= high:
            parts.append(f'<text x="{x(tick * step):.1f}" y="{bottom + 14}" text-anchor="middle">{tick * step:.2f}</text>')
    return parts, bottom + 34


def main(study):
    document = json.loads(pathlib.Path(study).read_text())
    parts, top = [], 16
    for task, title in PANELS.items():
        added, top = panel(document, task, title, top)
        parts += added
    parts.append(f'<text x="{LEFT}" y="{top}" font-size="11">A dot for each seed, to the left is better; bar and band: mean and standard error. The grey line is AdamW, tuned, in which every random search ended.</text>')
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{top + 14}" viewBox="0 0 {LEFT + WIDTH + 20} {top + 14}" font-family="Helvetica, Arial, sans-serif" font-size="13">')
    print(f'<title>What each way found</title>\n<rect width="{LEFT + WIDTH + 20}" height="{top + 14}" fill="#FFFFFF"/>')
    print("\n".join(parts) + "\n</svg>")


main(*sys.argv[1:])
