#!/usr/bin/python3
"""Writes one forward and backward pass of each model to src/test/resources/savanna/tasks/golden, for GoldenTest.

Debian: apt-get install python3-torch, then from the project's root: /usr/bin/python3 proxy-tasks/src/test/python/make_golden.py
"""
import json
import pathlib
import sys

import torch

sys.dont_write_bytecode = True
from savanna_models import Decoder, Mlp, VisionTransformer, flat

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "resources/savanna/tasks/golden"


def write(name, model, inputs, targets):
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    loss = torch.nn.functional.cross_entropy(model(inputs), targets)
    loss.backward()
    leaves = model.leaves()
    rounded = lambda values: [float(f"{value:.9g}") for value in values]
    document = {"torch": torch.__version__, "inputs": rounded(inputs.flatten().tolist()), "targets": targets.tolist(), "weights": rounded(flat(leaves)),
                "loss": loss.item(), "gradient": rounded(flat(leaves, lambda parameter: parameter.grad))}
    (FOLDER / f"{name}.json").write_text(json.dumps(document) + "\n")


torch.manual_seed(20)
write("mlp-relu", Mlp([16, 9, 7, 5]), torch.rand(6, 16), torch.randint(5, (6,)))
write("mlp-gelu", Mlp([16, 9, 7, 5], gelu=True), torch.rand(6, 16), torch.randint(5, (6,)))
write("vit", VisionTransformer(4, 2, 5, 8, 2, 2), torch.rand(6, 16), torch.randint(5, (6,)))
write("transformer", Decoder(11, 8, 5, 2, 2), torch.randint(11, (6, 5)), torch.randint(11, (30,)))
