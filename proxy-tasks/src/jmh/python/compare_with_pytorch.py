#!/usr/bin/env python3
"""Microseconds per training step with AdamW, PyTorch eager and Savanna one after the other, one thread each, CPU time, best of seven rounds.

Debian: apt-get install python3-torch. From the project's root:

    mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
    /usr/bin/python3 proxy-tasks/src/jmh/python/compare_with_pytorch.py
"""
import os
import pathlib
import subprocess
import time

os.environ["OMP_NUM_THREADS"] = "1"
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
ROOT = pathlib.Path(__file__).resolve().parents[4]
ROUNDS = 7


class Block(nn.Module):
    """A pre-norm layer as Savanna's Block."""

    def __init__(self, width, heads, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.attention_norm, self.mlp_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        b, t, w = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) * (w // self.heads) ** -0.5 + mask
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, w))
        return x + self.contract(nn.functional.gelu(self.expand(self.mlp_norm(x)), approximate="tanh"))


class Decoder(nn.Module):
    def __init__(self, vocabulary, width, context, layers, heads):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(vocabulary, width), nn.Parameter(torch.randn(context, width) * 0.1)
        self.blocks = nn.ModuleList(Block(width, heads, True) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1))

    def forward(self, tokens):
        x = self.embedding(tokens) + self.positions
        for block in self.blocks:
            x = block(x, self.mask)
        return self.head(self.norm(x)).flatten(0, 1)


def mlp(inputs, hidden, batch):
    model = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    return model, torch.rand(batch, inputs), torch.randint(10, (batch,))


def text(vocabulary, width, context, batch, layers, heads):
    model = Decoder(vocabulary, width, context, layers, heads)
    return model, torch.randint(vocabulary, (batch, context)), torch.randint(vocabulary, (batch * context,))


def measure(model, inputs, targets):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    loss_of, best, steps = nn.CrossEntropyLoss(), float("inf"), 20
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
