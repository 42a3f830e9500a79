"""What a search on many slots costs: runs searches whose trainings sleep, and writes a table and a plot.

    python python/scale/measure.py          # some 12 minutes; writes scale.md and scale.svg beside itself

Everything but the trainings is real: the search with its mutations, hashes, memory and run store, the export of each program, and
the conversation with four worker processes, which stand for machines. They share the processors with the coordinator here, which
is unfair to it: on machines of their own they would leave it more.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from savanna import java

HERE = Path(__file__).parent
MACHINES = 4
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """
    Attributes:
        mean: seconds of a training
        busy: share of the slots that trained
        rate: trainings a second
        cpu: processor seconds of the coordinator a training
        load: processors that the coordinator kept busy
        memory: most memory of the coordinator, MiB
    """

    mean: float
    slots: int
    busy: float
    rate: float
    cpu: float
    load: float
    memory: float


def search(mean: float, slots: int, warm: float, seconds: float) -> Measured:
    """Searches for a while; what is measured begins when it has warmed up."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"statistics-{i}" for i in range(MACHINES)]
        repeats = max(4, slots // 4)
        config = {
            "task": f"{HERE / 'sleepers.py'}:sleeping",
            "start": "adamw",
            "threads": 2,
            "workers": {
                "count": slots // MACHINES,
                "commands": [f"{sys.executable} {HERE / 'sleepers.py'} {mean} {file}" for file in files],
            },
            "search": {"programs": 10_000_000, "repeats": repeats, "population": 100, "offspring": 50, "at-a-time": repeats},
        }
        file = Path(folder) / "scale.yaml"
        file.write_text(json.dumps(config))
        command = java.command(["search", str(file), "--out", str(Path(folder) / "run")])
        with (Path(folder) / "said").open("w") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, env=java.environment())
        try:
            until = time.monotonic() + 120
            while not all(each.exists() for each in files) or sum(last(each)[2] for each in files) == 0:
                if process.poll() is not None or time.monotonic() > until:
                    sys.exit("the search did not begin:\n" + (Path(folder) / "said").read_text())
                time.sleep(0.2)
            coordinator = java_process(process.pid)
            time.sleep(warm)
            before, cpu = [last(each) for each in files], cpu_seconds(coordinator)
            time.sleep(seconds)
            after, used = [last(each) for each in files], cpu_seconds(coordinator) - cpu
            memory = peak(coordinator)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        lasted = sum(b[0] - a[0] for a, b in zip(before, after)) / MACHINES
        done = sum(b[2] - a[2] for a, b in zip(before, after))
        busy = sum(b[1] - a[1] for a, b in zip(before, after))
        return Measured(mean, slots, busy / (slots * lasted), done / lasted, used / max(1, done), used / seconds, memory)


def last(file: Path) -> tuple[float, float, float]:
    """The last whole line: time, busy seconds, trainings."""
    lines = [line for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")] if file.exists() else []
    now, busy, done = (float(part) for part in lines[-1].split()) if lines else (0.0, 0.0, 0.0)
    return now, busy, done


def java_process(pid: int) -> int:
    """The process of Java, which may be a child of its launcher."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    if "java" in os.readlink(f"/proc/{pid}/exe"):
        return pid
    return next(int(each) for each in children if "java" in os.readlink(f"/proc/{each}/exe"))


def cpu_seconds(pid: int) -> float:
    """Of all its threads, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak(pid: int) -> float:
    """Most memory that it had, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def extrapolated(rows: list[Measured], mean: float, slots: int, processors: float) -> Measured:
    """What more slots would come to, if a training costs the coordinator what it did at the most slots measured and there are so many processors."""
    most = max((row for row in rows if row.mean == mean), key=lambda row: row.slots)
    highest = processors / most.cpu
    # Few trainings cost more each than many: what a search does besides is spread over fewer. So this is a lower bound.
    busy = min(most.busy, highest * mean / slots)
    rate = busy * slots / mean
    return Measured(mean, slots, busy, rate, most.cpu, rate * most.cpu, most.memory)


def named(seconds: float) -> str:
    """A duration for people."""
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"


def table(rows: list[Measured], beyond: list[Measured]) -> str:
    """In Markdown."""
    text = [
        "| a training | slots | slots busy | trainings a second | coordinator's processor a training | processors it keeps busy | its memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda row: (row.mean, row.slots)):
        text.append(cells(row, str(row.slots)))
    for row in beyond:
        text.append(cells(row, f"*{row.slots:,}, extrapolated*"))
    return "\n".join(text) + "\n"


def cells(row: Measured, slots: str) -> str:
    return (
        f"| {named(row.mean)} | {slots} | {row.busy:.0%} | {row.rate:,.0f} | {row.cpu * 1000:.2f} ms | {row.load:.2f} | {row.memory:,.0f} MiB |"
    )


def plot(rows: list[Measured], beyond: list[Measured]) -> str:
    """Share of busy slots over slots, in SVG; what is extrapolated is hollow and dashed."""
    import math

    left, top, width, height = 60, 20, 520, 240
    slots = sorted({row.slots for row in [*rows, *beyond]})
    low, high = math.log(slots[0]), math.log(slots[-1])
    colours = ["#d95f02", "#1b9e77", "#7570b3"]

    def at(row: Measured) -> tuple[float, float]:
        return left + width * (math.log(row.slots) - low) / (high - low), top + height * (1 - row.busy)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 120} {top + height + 50}" font-family="sans-serif" font-size="13">',
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#888"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + height * (1 - share)
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for count in slots:
        x = left + width * (math.log(count) - low) / (high - low)
        parts.append(f'<text x="{x}" y="{top + height + 20}" text-anchor="middle">{count:,}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 42}" text-anchor="middle">slots; dashed: extrapolated</text>')
    for mean, colour in zip(sorted({row.mean for row in rows}), colours):
        line = [at(row) for row in sorted((row for row in rows if row.mean == mean), key=lambda row: row.slots)]
        further = [at(row) for row in beyond if row.mean == mean]
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in line)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in line]
        for x, y in further:
            parts.append(
                f'<line x1="{line[-1][0]:.1f}" y1="{line[-1][1]:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2" stroke-dasharray="5 5"/>'
            )
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="white" stroke="{colour}" stroke-width="2"/>')
        x, y = (further or line)[-1]
        parts.append(f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{named(mean)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures searches whose trainings sleep.")
    parser.add_argument("--slots", type=int, nargs="+", default=[20, 60, 200])
    parser.add_argument("--means", type=float, nargs="+", default=[0.01, 0.1, 10], help="seconds of a training")
    parser.add_argument("--seconds", type=float, default=40, help="that are measured of each search")
    parser.add_argument("--processors", type=float, default=1, help="that the coordinator keeps busy where it saturates, for the extrapolation")
    asked = parser.parse_args()
    rows = []
    for mean in asked.means:
        for slots in asked.slots:
            # The first trainings are of one program: then all slots begin together, and end together.
            rows.append(search(mean, slots, 10 + 4 * mean, max(asked.seconds, 6 * mean)))
            print(json.dumps(asdict(rows[-1])), flush=True)
    beyond = [extrapolated(rows, mean, 1000, asked.processors) for mean in asked.means]
    (HERE / "scale.md").write_text(table(rows, beyond))
    (HERE / "scale.svg").write_text(plot(rows, beyond))


if __name__ == "__main__":
    main()
