"""A task without a library: the name of a state in the program says what the training does."""

import os
import pathlib
import signal
import subprocess
import sys
import time

import savanna


@savanna.task(steps=20, hurdles=[0.5], seeds=2, time_limit="2s", files=["numbers.txt"])
def toy(optimizer, run, offset=0.0, notes="."):
    notes = pathlib.Path(notes)
    does = optimizer.program.split("(")[1].split(",")[2].strip()
    print("a task may print", flush=True)
    for step in run.steps():
        run.report(step, 1.0 + run.seed)
    if does == "nan":
        return float("nan")
    if does == "raises":
        raise ZeroDivisionError("a fault of the task")
    if does == "none":
        return None
    if does == "memory":
        raise MemoryError
    if does == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if does == "hang":
        child = subprocess.Popen(["sleep", "300"])
        (notes / "child").write_text(str(child.pid))
        time.sleep(300)
    if does == "killer":
        # Ends its worker, once: the parent of the slot.
        if not (notes / "killed").exists():
            (notes / "killed").write_text("")
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(10)
    if does == "slow":
        time.sleep(0.05)
    return run.seed / 10 + offset


@savanna.task(steps=1000, seeds=1, time_limit="300s")
def endless(optimizer, run, notes="."):
    (pathlib.Path(notes) / "begun").write_text(str(os.getpid()))
    for _ in run.steps():
        time.sleep(0.3)
    return 0.0


@savanna.task(steps=3, seeds=1)
def torn(optimizer, run):
    sys.exit(3)


class Numbers:
    """As much of an array as is asked for."""

    def __init__(self, *shape, fill):
        self.shape, self.fill = shape, fill

    def reshape(self, _):
        return Numbers(self.size, fill=self.fill)

    @property
    def size(self):
        size = 1
        for length in self.shape:
            size *= length
        return size

    def __getitem__(self, indices):
        return Numbers(len(indices), fill=self.fill)

    def tolist(self):
        return [self.fill] * self.size


@savanna.task(steps=40, seeds=1)
def seen(optimizer, run):
    weights = [Numbers(40, 3, fill=0.5), Numbers(3, fill=0.25)]
    if not optimizer.program:
        # Only shapes are asked for.
        optimizer(weights)
    for step in run.steps():
        run.report(step, 10.0 + step)
        if run.watch.gradients:
            run.watch.moment(weights, [Numbers(40, 3, fill=step), Numbers(3, fill=-step)], run.schedule(step))
        run.validate(step, lambda: step / 2)
    run.test(3.0)
    return 1.0
