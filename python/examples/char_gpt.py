"""A character GPT of 55,000 parameters on the names of Unicode's letters. Fitness: validation loss in nats a character."""

import unicodedata

import torch
import torch.nn as nn
import torch.nn.functional as F

import savanna

CONTEXT, WIDTH, BATCH = 32, 48, 16
TEXT = "\n".join(unicodedata.name(chr(i)) for i in range(0x250, 0x2000) if chr(i).isalpha())
LETTERS = {letter: i for i, letter in enumerate(sorted(set(TEXT)))}
CODES = torch.tensor([LETTERS[letter] for letter in TEXT])
TRAIN, VALIDATION = CODES[: len(CODES) * 9 // 10], CODES[len(CODES) * 9 // 10 :]


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
    def __init__(self):
        super().__init__()
        self.token, self.place = nn.Embedding(len(LETTERS), WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(Block(), Block())
        self.head = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(LETTERS)))

    def loss(self, windows):
        logits = self.head(self.blocks(self.token(windows[:, :-1]) + self.place.weight))
        return F.cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten())


def windows(codes, count, chance):
    return codes[torch.randint(len(codes) - CONTEXT - 1, (count, 1), generator=chance) + torch.arange(CONTEXT + 1)]


@savanna.task(steps=150, hurdles=[0.2, 0.5], seeds=2, time_limit="2m", schedule=savanna.Schedule("cosine", floor=0.1))
def char_gpt(optimizer, run):
    chance = torch.Generator().manual_seed(run.seed)
    net = GPT().to(run.device)
    opt = optimizer(net.parameters())
    for step in run.steps():
        loss = net.loss(windows(TRAIN, BATCH, chance).to(run.device))
        opt.zero_grad()
        loss.backward()
        opt.step()
        run.report(step, loss)
    with torch.no_grad():
        return net.loss(windows(VALIDATION, 256, chance.manual_seed(0)).to(run.device))
