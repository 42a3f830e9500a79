"""Runs exported optimizers: argv[1] is a folder with data.json and modules; writes weights by step to out.json."""
import importlib
import json
import sys

import torch

folder = sys.argv[1]
sys.path.insert(0, folder)
data = json.load(open(folder + "/data.json"))
out = {}
for module, name in data["programs"]:
    parameters = [torch.nn.Parameter(torch.tensor(leaf)) for leaf in data["start"]]
    optimizer = getattr(importlib.import_module(module), name)(parameters)
    rate = optimizer.param_groups[0]["lr"]
    trace = []
    for step, gradients in enumerate(data["gradients"]):
        optimizer.param_groups[0]["lr"] = rate * data["schedule"][step]
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = torch.tensor(gradient)
        optimizer.step()
        if step == 20:
            # What a checkpoint keeps must be enough to go on.
            kept = optimizer.state_dict()
            optimizer = getattr(importlib.import_module(module), name)(parameters)
            optimizer.load_state_dict(kept)
        trace.append([parameter.detach().flatten().tolist() for parameter in parameters])
    out[module] = trace
json.dump(out, open(folder + "/out.json", "w"))
