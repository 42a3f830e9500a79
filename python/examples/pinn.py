"""A physics-informed net: u'' = -pi^2 sin(pi x) on [0, 1] with u(0) = u(1) = 0. Fitness: log10 of the error in u.

The loss mixes second derivatives with boundary values of quite other sizes: AdamW is not the obvious choice.
"""

import math

import torch
import torch.nn as nn

import savanna

GRID = torch.linspace(0, 1, 101).unsqueeze(1)
EXACT = torch.sin(math.pi * GRID)
ENDS = torch.tensor([[0.0], [1.0]])


def error(net, run):
    with torch.no_grad():
        return math.log10(1e-12 + ((net(GRID.to(run.device)).cpu() - EXACT) ** 2).mean().sqrt())


@savanna.task(steps=300, hurdles=[0.3], seeds=3, time_limit="2m", metric="log10 of the error")
def pinn(optimizer, run):
    chance = torch.Generator().manual_seed(run.seed)
    net = nn.Sequential(nn.Linear(1, 24), nn.Tanh(), nn.Linear(24, 24), nn.Tanh(), nn.Linear(24, 1)).to(run.device)
    opt = optimizer(net.parameters())
    for step in run.steps():
        x = torch.rand(64, 1, generator=chance).to(run.device).requires_grad_()
        slope = torch.autograd.grad(net(x).sum(), x, create_graph=True)[0]
        bend = torch.autograd.grad(slope.sum(), x, create_graph=True)[0]
        residual = bend + math.pi**2 * torch.sin(math.pi * x)
        loss = (residual**2).mean() / 100 + (net(ENDS.to(run.device)) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
        run.validate(step, lambda: error(net, run))
    return error(net, run)
