#!/usr/bin/env python3
"""Microseconds of CPU time per training step with AdamW: PyTorch eager, JAX and Savanna on one model after the other, one thread each, best of many short rounds.

JAX runs as it does best: the whole step compiled, many steps in one lax.scan. Its compilation, which each new optimizer costs, is told apart. In a virtual environment
with `pip install torch jax optax` (PyTorch from PyPI multiplies with MKL; what is not installed is left out), from the project's root:

    mvn -q -Pjmh -pl proxy-tasks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
    python proxy-tasks/src/jmh/python/compare_frameworks.py [TEXT]      # models whose name contains the text
"""
import os
import pathlib
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
# One core for all: XLA has no option that holds in every version, and threads of one core add nothing.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

ROOT = pathlib.Path(__file__).resolve().parents[4]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "proxy-tasks/src/test/python"))
ROUNDS, MICROS = 25, 60_000

CASES = [
    ("MLP 64-32-10 batch 64", "mlp", (64, 32, 64)),
    ("MLP 784-128-10 batch 64", "mlp", (784, 128, 64)),
    ("ViT 4 patches d16 batch 8 layers 1", "vit", (4, 16, 8, 1, 2)),
    ("Transformer 256 tokens d16 T8 batch 8 layers 1", "text", (256, 16, 8, 8, 1, 2)),
    ("Transformer 65 tokens d16 T16 batch 8 layers 1", "text", (65, 16, 16, 8, 1, 2)),
    ("Transformer 256 tokens d32 T32 batch 16 layers 2", "text", (256, 32, 32, 16, 2, 2)),
    ("Transformer 1024 tokens d128 T32 batch 16 layers 2", "text", (1024, 128, 32, 16, 2, 4)),
]


def best(run, steps):
    """run(n) makes n steps."""
    run(steps)
    least = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        run(steps)
        least = min(least, (time.process_time() - begin) * 1e6 / steps)
        steps = max(2, int(MICROS / least))
    return least


def in_torch(kind, shape):
    import torch
    from savanna_models import Decoder, Mlp, VisionTransformer

    torch.set_num_threads(1)
    if kind == "mlp":
        features, hidden, batch = shape
        model, inputs, targets = Mlp([features, hidden, 10]), torch.rand(batch, features), torch.randint(10, (batch,))
    elif kind == "vit":
        patch, width, batch, layers, heads = shape
        model, inputs, targets = VisionTransformer(8, patch, 10, width, layers, heads), torch.rand(batch, 64), torch.randint(10, (batch,))
    else:
        vocabulary, width, context, batch, layers, heads = shape
        model = Decoder(vocabulary, width, context, layers, heads)
        inputs, targets = torch.randint(vocabulary, (batch, context)), torch.randint(vocabulary, (batch * context,))
    optimizer, loss_of = torch.optim.AdamW(model.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss()

    def run(steps):
        for _ in range(steps):
            optimizer.zero_grad()
            loss_of(model(inputs), targets).backward()
            optimizer.step()

    return best(run, 20)


def in_jax(kind, shape):
    """Microseconds a step, and seconds from the program to its first step."""
    import jax
    import numpy
    import optax
    from jax import numpy as jnp

    random = numpy.random.default_rng(1)

    def linear(inputs, outputs):
        return {"w": jnp.asarray(random.normal(size=(inputs, outputs)) * inputs**-0.5, jnp.float32), "b": jnp.zeros(outputs)}

    def norm(width):
        return {"g": jnp.ones(width), "o": jnp.zeros(width)}

    def dense(p, x):
        return x @ p["w"] + p["b"]

    def normalised(p, x):
        x = x - x.mean(-1, keepdims=True)
        return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * p["g"] + p["o"]

    def block(width):
        return {"n1": norm(width), "qkv": linear(width, 3 * width), "out": linear(width, width), "n2": norm(width), "up": linear(width, 4 * width), "down": linear(4 * width, width)}

    def through(p, x, heads, mask):
        b, t, w = x.shape
        q, k, v = dense(p["qkv"], normalised(p["n1"], x)).reshape(b, t, 3, heads, w // heads).transpose(2, 0, 3, 1, 4)
        scores = q @ k.swapaxes(-2, -1) * (w // heads) ** -0.5
        scores = scores if mask is None else jnp.where(mask, scores, -jnp.inf)
        x = x + dense(p["out"], (jax.nn.softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(b, t, w))
        return x + dense(p["down"], jax.nn.gelu(dense(p["up"], normalised(p["n2"], x)), approximate=True))

    if kind == "mlp":
        features, hidden, batch = shape
        parameters = [linear(features, hidden), linear(hidden, 10)]
        inputs, targets = random.random((batch, features), numpy.float32), random.integers(10, size=batch)

        def logits(p, x):
            return dense(p[1], jax.nn.relu(dense(p[0], x)))
    elif kind == "vit":
        patch, width, batch, layers, heads = shape
        across = 8 // patch
        parameters = {"in": linear(patch * patch, width), "at": jnp.zeros((across * across, width)), "blocks": [block(width) for _ in range(layers)], "norm": norm(width), "head": linear(width, 10)}
        inputs, targets = random.random((batch, 64), numpy.float32), random.integers(10, size=batch)

        def logits(p, x):
            x = x.reshape(-1, across, patch, across, patch).swapaxes(2, 3).reshape(-1, across * across, patch * patch)
            x = dense(p["in"], x) + p["at"]
            for each in p["blocks"]:
                x = through(each, x, heads, None)
            return dense(p["head"], normalised(p["norm"], x).mean(1))
    else:
        vocabulary, width, context, batch, layers, heads = shape
        parameters = {"in": jnp.asarray(random.normal(size=(vocabulary, width)) * 0.1, jnp.float32), "at": jnp.zeros((context, width)), "blocks": [block(width) for _ in range(layers)],
                      "norm": norm(width), "head": linear(width, vocabulary)}
        inputs, targets = random.integers(vocabulary, size=(batch, context)), random.integers(vocabulary, size=batch * context)
        mask = numpy.tri(context, dtype=bool)

        def logits(p, x):
            x = p["in"][x] + p["at"]
            for each in p["blocks"]:
                x = through(each, x, heads, mask)
            return dense(p["head"], normalised(p["norm"], x)).reshape(-1, vocabulary)

    optimizer = optax.adamw(1e-3)
    inputs, targets = jnp.asarray(inputs), jnp.asarray(targets)

    def loss_of(p):
        return optax.softmax_cross_entropy_with_integer_labels(logits(p, inputs), targets).mean()

    def step(state, _):
        p, s = state
        loss, gradient = jax.value_and_grad(loss_of)(p)
        updates, s = optimizer.update(gradient, s, p)
        return (optax.apply_updates(p, updates), s), loss

    many = 50
    steps = jax.jit(lambda state: jax.lax.scan(step, state, None, many))
    state = (parameters, optimizer.init(parameters))
    begin = time.process_time()
    compiled = steps.lower(state).compile()
    compilation = time.process_time() - begin

    def run(count):
        for _ in range(max(1, count // many)):
            jax.block_until_ready(compiled(state))

    least, count = float("inf"), many
    for _ in range(ROUNDS + 1):
        calls = max(1, count // many)
        begin = time.process_time()
        run(count)
        least = min(least, (time.process_time() - begin) * 1e6 / calls / many)
        count = int(MICROS / least)
    return least, compilation


def in_savanna(only):
    classpath = ":".join(str(ROOT / part) for part in ["proxy-tasks/target/test-classes", "proxy-tasks/target/classes", "dsl/target/classes"])
    classpath += ":" + (ROOT / "proxy-tasks/target/jmh.classpath").read_text().strip()
    ended = subprocess.run(["java", "-XX:+UseSerialGC", f"-Donly={only}", "-cp", classpath, "savanna.tasks.StepTimes"], capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"savanna.tasks.StepTimes does not run; compile it with the Maven command above in this file. {ended.stderr.strip()[-300:]}")
    return [float(number) for number in ended.stdout.split("\t")[1:]]


def tried(measure, *arguments):
    """Nothing where the framework is not installed."""
    try:
        return measure(*arguments)
    except ImportError:
        return None


def peak():
    """GFLOP/s of PyTorch's own product of matrices, for scale."""
    import torch

    torch.set_num_threads(1)
    a, b, c = torch.rand(256, 256), torch.rand(256, 256), torch.empty(256, 256)
    return 2 * 256**3 / best(lambda steps: [torch.mm(a, b, out=c) for _ in range(steps)], 20) / 1e3


def told(value, form):
    return format(value, form) if value is not None else "-"


gflops = tried(peak)
if gflops:
    print(f"PyTorch multiplies 256 x 256 matrices at {gflops:.0f} GFLOP/s")
print(f"{'microseconds per step':52} {'PyTorch':>9} {'JAX':>9} {'compiling':>10} {'Savanna':>9} {'to PyTorch':>11} {'to JAX':>7}   {'optimizer':>9} {'GFLOP/s':>8}")
for name, kind, shape in CASES:
    if len(sys.argv) > 1 and sys.argv[1] not in name:
        continue
    torch_time, jax_time = tried(in_torch, kind, shape), tried(in_jax, kind, shape)
    savanna, optimizer, rate = in_savanna(name)
    jax_step, compilation = jax_time if jax_time else (None, None)
    print(f"{name:52} {told(torch_time, '9.0f'):>9} {told(jax_step, '9.1f'):>9} {told(compilation, '8.1f'):>8} s {savanna:9.1f} {told(torch_time and torch_time / savanna, '11.1f'):>11} "
          f"{told(jax_step and jax_step / savanna, '7.2f'):>7}   {optimizer:9.1f} {rate:8.1f}", flush=True)
