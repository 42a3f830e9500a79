"""The updates of exported programs on trials of their own: argv[1] is a folder with trials.json and modules, argv[2] the target.

Writes to updates.json, by module, the update of each step and entry, or what went wrong; of PyTorch also over lists. The weights are those of the trial at every step.
"""
import importlib
import json
import os
import sys
import traceback

# Compiling takes longer than running here.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")

folder, target = sys.argv[1:]
sys.path.insert(0, folder)
if target == "pytorch":
    import torch
else:
    import jax
    import jax.numpy as jnp


def torch_updates(create, trial, foreach):
    shapes = trial["shapes"]
    parameters = [torch.nn.Parameter(torch.tensor(leaf).reshape(shape)) for leaf, shape in zip(trial["weights"][0], shapes)]
    optimizer = create(parameters, foreach=foreach)
    rate = optimizer.param_groups[0]["lr"]
    updates = []
    for weights, gradients, height in zip(trial["weights"], trial["gradients"], trial["schedule"]):
        optimizer.param_groups[0]["lr"] = rate * (height if trial["scheduled"] else 1)
        before = [torch.tensor(leaf).reshape(shape) for leaf, shape in zip(weights, shapes)]
        for parameter, leaf, gradient in zip(parameters, before, gradients):
            parameter.data.copy_(leaf)
            parameter.grad = torch.tensor(gradient).reshape(leaf.shape)
        optimizer.step()
        updates.append([x for leaf, parameter in zip(before, parameters) for x in (leaf.double() - parameter.detach().double()).flatten().tolist()])
    return updates


def optax_updates(create, trial):
    def leaves(values):
        return [jnp.array(leaf).reshape(shape) for leaf, shape in zip(values, trial["shapes"])]

    rate = create.__defaults__[0]
    schedule = jnp.array(trial["schedule"])
    transformation = create(learning_rate=lambda count: rate * (schedule[count] if trial["scheduled"] else 1))
    state = transformation.init(leaves(trial["weights"][0]))
    step = jax.jit(transformation.update)
    updates = []
    for weights, gradients in zip(trial["weights"], trial["gradients"]):
        update, state = step(leaves(gradients), state, leaves(weights))
        updates.append([-x for leaf in update for x in leaf.flatten().tolist()])
    return updates


def attempt(run):
    try:
        return run()
    except Exception:
        return traceback.format_exc()


out = {}
for trial in json.load(open(folder + "/trials.json")):
    module = trial["module"]

    def create(*arguments, module=module, entry=trial["entry"], **options):
        return getattr(importlib.import_module(module), entry)(*arguments, **options)

    if target == "pytorch":
        out[module] = attempt(lambda: torch_updates(create, trial, False))
        out[module + " over lists"] = attempt(lambda: torch_updates(create, trial, True))
    else:
        out[module] = attempt(lambda: optax_updates(getattr(importlib.import_module(module), trial["entry"]), trial))
json.dump(out, open(folder + "/updates.json", "w"))
