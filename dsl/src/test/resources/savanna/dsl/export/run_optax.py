"""Runs exported transformations under jit: argv[1] is a folder with data.json and modules; writes weights by step to out.json."""
import importlib
import json
import os
import sys

# Compiling takes longer than running here.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")

import jax
import jax.numpy as jnp
import optax

folder = sys.argv[1]
sys.path.insert(0, folder)
data = json.load(open(folder + "/data.json"))
schedule = jnp.array(data["schedule"])
out = {}
for module, name, scheduled in data["programs"]:
    create = getattr(importlib.import_module(module), name)
    rate = create.__defaults__[0]
    transformation = create(learning_rate=lambda count: rate * (schedule[count] if scheduled else 1))
    parameters = {str(i): jnp.array(leaf) for i, leaf in enumerate(data["start"])}
    state = transformation.init(parameters)

    @jax.jit
    def step(parameters, state, gradients):
        updates, state = transformation.update(gradients, state, parameters)
        return optax.apply_updates(parameters, updates), state

    trace = []
    for gradients in data["gradients"]:
        parameters, state = step(parameters, state, {str(i): jnp.array(leaf) for i, leaf in enumerate(gradients)})
        trace.append([parameters[str(i)].flatten().tolist() for i in range(len(gradients))])
    out[module] = trace
json.dump(out, open(folder + "/out.json", "w"))
