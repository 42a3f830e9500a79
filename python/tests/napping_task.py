"""A task without a library: sleeps, and gives a fitness that program and seed alone determine."""

import hashlib
import time

import savanna


@savanna.task(steps=10, hurdles=[0.5], seeds=2, time_limit="30s")
def napping(optimizer, run):
    drawn = int.from_bytes(hashlib.blake2b(f"{run.seed} {optimizer.program}".encode(), digest_size=4).digest(), "big") / 2**32
    time.sleep(0.06 * drawn)
    for step in run.steps():
        run.report(step, 1 + drawn)
    return 1 + drawn


@savanna.task(steps=10, seeds=2)
def broken(optimizer, run):
    raise ZeroDivisionError("a fault of the task")
