"""The perceptron of Savanna's digits, in PyTorch, from the weights and the batches that the test wrote down."""

import pathlib

import numpy
import torch

import savanna


@savanna.task(steps=50, hurdles=[0.5], seeds=1, schedule="cosine")
def digits_mlp(optimizer, run, folder="."):
    # by way of lists: a PyTorch built for an older NumPy takes no arrays of a newer one
    read = lambda name, kind: numpy.fromfile(pathlib.Path(folder) / name, dtype=kind)
    sizes = read("sizes", ">i4").tolist()
    batch, widths = sizes[0], sizes[1:]
    features = torch.tensor(read("features", ">f4").tolist()).view(run.total, batch, widths[0])
    targets = torch.tensor(read("targets", ">i4").tolist()).view(run.total, batch)
    flat = torch.tensor(read("weights", ">f4").tolist())
    parameters, at = [], 0
    for inputs, outputs in zip(widths, widths[1:]):
        for shape in ((inputs, outputs), (outputs,)):
            size = shape[0] * (shape[1] if len(shape) > 1 else 1)
            parameters.append(torch.nn.Parameter(flat[at : at + size].reshape(shape).clone()))
            at += size
    opt = optimizer(parameters)
    for step in run.steps():
        h = features[step]
        for layer in range(0, len(parameters), 2):
            h = h @ parameters[layer] + parameters[layer + 1]
            h = torch.relu(h) if layer + 2 < len(parameters) else h
        loss = torch.nn.functional.cross_entropy(h, targets[step])
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
    return float(loss)
