"""Tasks in PyTorch that no search saw: a convolutional net on the digits of two of the suite's tasks, split otherwise, and a character GPT of
110,000 parameters at two batch sizes.

The GPT reads text/tinyshakespeare.txt in the folder data of the project, or in that which SAVANNA_DATA names.
"""

import csv
import gzip
import os
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

import savanna

ROOT = Path(__file__).resolve().parents[2]
DIGITS = "../../proxy-tasks/src/main/resources/savanna/tasks/data/optdigits.csv.gz"
TEXT = Path(os.environ.get("SAVANNA_DATA", ROOT / "data")).resolve() / "text/tinyshakespeare.txt"
TEXTS = [os.path.relpath(TEXT, Path(__file__).resolve().parent)]
CONTEXT, WIDTH, LAYERS = 32, 64, 2


# ---- images ----


def digits():
    with gzip.open(Path(__file__).parent / DIGITS, "rt") as file:
        rows = torch.tensor([[float(value) for value in row] for row in csv.reader(file)])
    rows = rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(0))]
    return rows[:, :64].reshape(-1, 1, 8, 8) / 16, rows[:, 64].long()


@savanna.task(steps=150, seeds=2, time_limit="2m", files=[DIGITS], schedule=savanna.Schedule("cosine"))
def cnn(optimizer, run, batch=32):
    images, labels = digits()
    chance = torch.Generator().manual_seed(run.seed)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 16, 10),
    ).to(run.device)

    def loss_on(part):
        net.eval()
        with torch.no_grad():
            loss = F.cross_entropy(net(images[part].to(run.device)), labels[part].to(run.device))
        net.train()
        return loss

    opt = optimizer(net.parameters())
    for step in run.steps():
        index = torch.randint(900, (batch,), generator=chance)
        loss = F.cross_entropy(net(images[index].to(run.device)), labels[index].to(run.device))
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
    run.test(lambda: loss_on(slice(1300, None)))
    return loss_on(slice(900, 1300))


# ---- text ----


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        q, k, v = (t.unflatten(-1, (4, -1)).transpose(1, 2) for t in self.qkv(self.norm(x)).chunk(3, -1))
        heads = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(heads.transpose(1, 2).flatten(2))
        return x + self.mlp(self.norm2(x))


class GPT(nn.Module):
    def __init__(self, letters):
        super().__init__()
        self.token, self.place = nn.Embedding(letters, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.head = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, letters))

    def loss(self, windows):
        logits = self.head(self.blocks(self.token(windows[:, :-1]) + self.place.weight))
        return F.cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten())


def gpt(optimizer, run, batch):
    text = TEXT.read_text()
    letters = {letter: i for i, letter in enumerate(sorted(set(text)))}
    codes = torch.tensor([letters[letter] for letter in text])
    train, validation, test = codes[:900_000], codes[900_000:1_000_000], codes[1_000_000:]
    chance = torch.Generator().manual_seed(run.seed)

    def windows(part, count, source):
        return part[torch.randint(len(part) - CONTEXT - 1, (count, 1), generator=source) + torch.arange(CONTEXT + 1)]

    net = GPT(len(letters)).to(run.device)

    def loss_on(part):
        with torch.no_grad():
            return net.loss(windows(part, 512, torch.Generator().manual_seed(0)).to(run.device))

    opt = optimizer(net.parameters())
    for step in run.steps():
        loss = net.loss(windows(train, batch, chance).to(run.device))
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
    run.test(lambda: loss_on(test))
    return loss_on(validation)


@savanna.task(steps=300, seeds=1, time_limit="5m", files=TEXTS, schedule=savanna.Schedule("cosine", warmup=0.05))
def gpt_32(optimizer, run):
    return gpt(optimizer, run, 32)


@savanna.task(steps=100, seeds=1, time_limit="5m", files=TEXTS, schedule=savanna.Schedule("cosine", warmup=0.05))
def gpt_256(optimizer, run):
    return gpt(optimizer, run, 256)
