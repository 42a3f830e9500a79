"""A small convolutional net on 8x8 digits, the images that Savanna ships. Fitness: validation loss."""

import csv
import gzip
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

import savanna

DIGITS = "../../proxy-tasks/src/main/resources/savanna/tasks/data/optdigits.csv.gz"
with gzip.open(Path(__file__).parent / DIGITS, "rt") as file:
    ROWS = torch.tensor([[float(value) for value in row] for row in csv.reader(file)])
ROWS = ROWS[torch.randperm(len(ROWS), generator=torch.Generator().manual_seed(0))]
IMAGES, LABELS = ROWS[:, :64].reshape(-1, 1, 8, 8) / 16, ROWS[:, 64].long()


def loss_on(net, part, run):
    with torch.no_grad():
        return F.cross_entropy(net(IMAGES[part].to(run.device)), LABELS[part].to(run.device))


@savanna.task(steps=120, hurdles=[0.25, 0.5], seeds=2, time_limit="1m", files=[DIGITS])
def cnn_digits(optimizer, run, batch=32, width=8):
    chance = torch.Generator().manual_seed(run.seed)
    net = nn.Sequential(
        nn.Conv2d(1, width, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(width, 2 * width, 3, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(2 * width * 16, 10),
    ).to(run.device)
    opt = optimizer(net.parameters())
    for step in run.steps():
        index = torch.randint(1200, (batch,), generator=chance)
        loss = F.cross_entropy(net(IMAGES[index].to(run.device)), LABELS[index].to(run.device))
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
        run.validate(step, lambda: loss_on(net, slice(1200, 1500), run))
    # No search sees these: for the final comparison alone.
    run.test(lambda: loss_on(net, slice(1500, None), run))
    return loss_on(net, slice(1200, 1500), run)
