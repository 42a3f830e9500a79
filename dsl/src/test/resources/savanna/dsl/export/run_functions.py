"""Calls the step of exported modules, each of which is one function: argv[1] is a folder with functions.json and modules, argv[2] the target.

Writes to values.json what each function makes of its points, in 32 bits: of arrays, of lists of arrays, and of the schedule.
"""
import importlib
import json
import sys

folder, target = sys.argv[1:]
sys.path.insert(0, folder)
if target == "pytorch":
    import torch

    def array(numbers):
        return torch.tensor(numbers, dtype=torch.float32)
else:
    import jax
    import jax.numpy as jnp

    def array(numbers):
        return jnp.array(numbers, jnp.float32)


def numbers(values):
    return [float(x) for x in values.flatten()]


out = {}
for module, points in json.load(open(folder + "/functions.json")).items():
    loaded = importlib.import_module(module + "_" + target)
    if module.startswith("scalar"):
        out[module] = [float(loaded._step(array([0.0]), array([0.0]), x)[0][0]) for x, in points]
        continue
    w, g, *states = [array(list(column)) for column in zip(*points)] if len(points[0]) == 3 else [array([0.0] * len(points))] + [
        array(list(column)) for column in zip(*points)]
    if len(points[0]) == 3:
        w, g, states = array([p[2] for p in points]), array([p[0] for p in points]), [array([p[1] for p in points])]
    step = jax.jit(loaded._step) if target == "optax" else loaded._step
    if target == "pytorch":
        out[module + "-lists"] = numbers(loaded._foreach_step([w], [g], *[[x.clone()] for x in states])[0][0])
    out[module] = numbers(step(w, g, *states)[0])
json.dump(out, open(folder + "/values.json", "w"))
