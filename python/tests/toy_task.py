"""Tasks without a library, for the tests of workers: the program's text says what the training does."""

import os
import resource
import signal
import subprocess
import sys
import time

import savanna


@savanna.task(steps=20, hurdles=[0.5], seeds=2, time_limit="2s")
def toy(optimizer, run, offset=0.0):
    what = optimizer.program
    print("a task may print", flush=True)
    os.write(1, b"and write\n")
    for step in run.steps():
        run.report(step, 1.0 + run.seed)
    if what == "nan":
        return float("nan")
    if what == "raise":
        raise ZeroDivisionError("a fault of the task")
    if what == "none":
        return None
    if what == "text":
        return "0.5"
    if what == "memory":
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, resource.RLIM_INFINITY))
        bytearray(1 << 33)
    if what == "killed":
        # As the kernel does where memory runs out.
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "exit":
        sys.exit(3)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "crash once":
        marker = os.environ["TOY_MARKER"]
        if not os.path.exists(marker):
            open(marker, "w").close()
            os._exit(7)
    if what == "hang":
        child = subprocess.Popen(["sleep", "60"])
        with open(os.environ["TOY_MARKER"], "w") as file:
            file.write(str(child.pid))
        time.sleep(60)
    if what == "slow":
        time.sleep(0.3)
    if what == "slow gpus":
        time.sleep(0.5)
        return float(os.environ["CUDA_VISIBLE_DEVICES"].replace(",", "."))
    if what == "slow pid":
        time.sleep(0.3)
    if what.endswith("pid"):
        return float(os.getpid())
    return run.seed + offset


@savanna.task(steps=1000, time_limit="20s")
def endless(optimizer, run):
    for _ in run.steps():
        time.sleep(0.01)
    return 0.0


@savanna.task(steps=4, seeds=1, files=["absent.bin"])
def without_file(optimizer, run):
    return 0.0
