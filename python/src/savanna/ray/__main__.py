"""``python -m savanna.ray``: the command of a worker whose slots are those of a Ray cluster."""

from __future__ import annotations

import argparse
import logging
import sys

from savanna import lines
from savanna.serving import Service, serve


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m savanna.ray",
        description="Trains for a search of Savanna, which starts it, on all machines of a Ray cluster; speaks JSON lines on stdin and stdout.",
    )
    parser.add_argument("--address", default="auto", help="of the cluster: host:port, ray://host:port, or auto for the one that runs here")
    parser.add_argument("--slots", type=int, default=None, help="trainings at a time; absent: as many as there is room for")
    parser.add_argument("--cpus", type=float, default=1, help="processors of a training")
    parser.add_argument("--numerics", choices=["same", "any"], default="same", help="whether machines that compute other bits are used")
    parser.add_argument("--silence", type=float, default=30, help="seconds after which an actor that does not answer is given up")
    parser.add_argument("command", nargs="*", help="starts the worker in an actor, after --; absent: that of the task")
    return parser.parse_args(arguments)


def make(answers: lines.Writer) -> Service:
    """Connects to the cluster."""
    asked = options(sys.argv[1:])
    try:
        import ray
    except ImportError:
        _refuse(answers, "Ray is not installed; pip install 'savanna[ray]'")
    from savanna.ray.cluster import Cluster, Options

    try:
        ray.init(address=asked.address, log_to_driver=False, logging_level=logging.ERROR, configure_logging=True)
    except Exception as absent:
        _refuse(
            answers,
            f"no Ray cluster at {asked.address}: {absent}; start one with `ray start --head`, or name that of others, such as ray://host:10001",
        )
    return Cluster(answers, Options(asked.cpus, asked.slots, asked.numerics, asked.silence, tuple(asked.command)))


def _refuse(answers: lines.Writer, text: str) -> None:
    answers.write({"error": 0, "kind": "CLUSTER", "text": text})
    sys.exit(2)


if __name__ == "__main__":
    serve(make)
