"""Runs exported optimizers: argv[1] is a folder with data.json and modules; writes weights by step to out.json.

Each runs parameter by parameter, over lists, and with the parameters in two groups and the rate as a tensor, with the same result.
"""
import importlib
import json
import sys

import torch

folder = sys.argv[1]
sys.path.insert(0, folder)
data = json.load(open(folder + "/data.json"))
out = {}


def trace(create, scheduled, foreach=False, split=False):
    parameters = [torch.nn.Parameter(torch.tensor(leaf)) for leaf in data["start"]]
    groups = [dict(params=parameters[:1]), dict(params=parameters[1:])] if split else parameters
    optimizer = create(groups, foreach=foreach)
    rate = optimizer.param_groups[0]["lr"]
    trace = []
    for step, gradients in enumerate(data["gradients"]):
        for group in optimizer.param_groups:
            lr = rate * (data["schedule"][step] if scheduled else 1)
            group["lr"] = torch.tensor(lr, dtype=torch.float64) if split else lr
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = torch.tensor(gradient)
        optimizer.step()
        if step == 20:
            # What a checkpoint keeps must be enough to go on.
            kept = optimizer.state_dict()
            optimizer = create(groups, foreach=foreach)
            optimizer.load_state_dict(kept)
        trace.append([parameter.detach().flatten().tolist() for parameter in parameters])
    return trace


def flat(trace):
    return torch.tensor([[number for leaf in step for number in leaf] for step in trace])


for module, name, scheduled in data["programs"]:
    create = getattr(importlib.import_module(module), name)
    out[module] = trace(create, scheduled)
    for other in (dict(foreach=True), dict(split=True), dict(foreach=True, split=True)):
        torch.testing.assert_close(
            flat(trace(create, scheduled, **other)), flat(out[module]), rtol=1e-5, atol=1e-5, equal_nan=True,
            msg=lambda text: f"{module} with {other}: {text}")
json.dump(out, open(folder + "/out.json", "w"))
