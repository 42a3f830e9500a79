#!/usr/bin/env python3
"""Microseconds per training step with AdamW, PyTorch eager and Savanna one after the other, one thread each, CPU time, best of seven rounds.

Debian: apt-get install python3-torch libopenblas0-pthread (without the latter PyTorch multiplies with reference BLAS, five times slower). From the project's root:

    mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
    /usr/bin/python3 proxy-tasks/src/jmh/python/compare_with_pytorch.py
"""
import os
import pathlib
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import torch

ROOT = pathlib.Path(__file__).resolve().parents[4]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "proxy-tasks/src/test/python"))
from savanna_models import Decoder, Mlp

torch.set_num_threads(1)
torch.manual_seed(1)
ROUNDS = 7


def mlp(inputs, hidden, batch):
    model = Mlp([inputs, hidden, 10])
    return model, torch.rand(batch, inputs), torch.randint(10, (batch,))


def text(vocabulary, width, context, batch, layers, heads):
    model = Decoder(vocabulary, width, context, layers, heads)
    return model, torch.randint(vocabulary, (batch, context)), torch.randint(vocabulary, (batch * context,))


def measure(model, inputs, targets):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    loss_of, best, steps = torch.nn.CrossEntropyLoss(), float("inf"), 20
    for each in range(ROUNDS + 1):
        begin = time.process_time()
        for _ in range(steps):
            optimizer.zero_grad()
            loss_of(model(inputs), targets).backward()
            optimizer.step()
        micros = (time.process_time() - begin) * 1e6 / steps
        if each:
            best = min(best, micros)
        steps = max(5, int(400_000 / micros))
    return best


CASES = [mlp(64, 32, 64), mlp(784, 128, 64), text(65, 16, 16, 8, 1, 2), text(256, 32, 32, 16, 2, 2), text(1024, 128, 32, 16, 2, 4)]
pytorch = [measure(*case) for case in CASES]
classpath = ":".join(str(ROOT / part) for part in ["proxy-tasks/target/test-classes", "proxy-tasks/target/classes", "dsl/target/classes"])
classpath += ":" + (ROOT / "proxy-tasks/target/jmh.classpath").read_text().strip()
lines = subprocess.run(["java", "-XX:+UseSerialGC", "-cp", classpath, "savanna.tasks.StepTimes"], check=True, capture_output=True, text=True).stdout.splitlines()
print(f"{'microseconds per step':50} {'PyTorch':>9} {'Savanna':>9} {'ratio':>6}   {'optimizer':>9} {'GFLOP/s':>8}")
for torch_time, line in zip(pytorch, lines):
    name, savanna, optimizer, gflops = line.split("\t")
    print(f"{name:50} {torch_time:9.0f} {float(savanna):9.1f} {torch_time / float(savanna):6.1f}   {float(optimizer):9.1f} {float(gflops):8.1f}")
