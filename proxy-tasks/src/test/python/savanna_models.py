"""Savanna's models in PyTorch, as one would write them there. Their flat parameters, in Savanna's order and shapes, come from leaves()."""
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """A pre-norm Transformer layer with a GELU in its tanh form."""

    def __init__(self, width, heads, expansion):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.mlp_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, expansion * width), nn.Linear(expansion * width, width)

    def forward(self, x, mask):
        b, t, w = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) * (w // self.heads) ** -0.5
        scores = scores if mask is None else scores + mask
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, w))
        return x + self.contract(F.gelu(self.expand(self.mlp_norm(x)), approximate="tanh"))

    def leaves(self):
        return [self.attention_norm.weight, self.attention_norm.bias, *linear(self.qkv), *linear(self.out), self.mlp_norm.weight, self.mlp_norm.bias,
                *linear(self.expand), *linear(self.contract)]


class Decoder(nn.Module):
    def __init__(self, vocabulary, width, context, layers, heads, expansion=4):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(vocabulary, width), nn.Parameter(torch.randn(context, width) * 0.1)
        self.blocks = nn.ModuleList(Block(width, heads, expansion) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1))

    def forward(self, tokens):
        x = self.embedding(tokens) + self.positions
        for block in self.blocks:
            x = block(x, self.mask)
        return self.head(self.norm(x)).flatten(0, 1)

    def leaves(self):
        return [self.embedding.weight, self.positions, *[leaf for block in self.blocks for leaf in block.leaves()], self.norm.weight, self.norm.bias, *linear(self.head)]


class VisionTransformer(nn.Module):
    def __init__(self, side, patch, classes, width, layers, heads, expansion=4):
        super().__init__()
        self.side, self.patch = side, patch
        self.embedding, self.positions = nn.Linear(patch * patch, width), nn.Parameter(torch.randn((side // patch) ** 2, width) * 0.1)
        self.blocks = nn.ModuleList(Block(width, heads, expansion) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, images):
        across = self.side // self.patch
        patches = images.view(-1, across, self.patch, across, self.patch).transpose(2, 3).reshape(-1, across * across, self.patch * self.patch)
        x = self.embedding(patches) + self.positions
        for block in self.blocks:
            x = block(x, None)
        return self.head(self.norm(x).mean(1))

    def leaves(self):
        return [*linear(self.embedding), self.positions, *[leaf for block in self.blocks for leaf in block.leaves()], self.norm.weight, self.norm.bias, *linear(self.head)]


class Mlp(nn.Module):
    def __init__(self, widths, gelu=False):
        super().__init__()
        self.layers, self.gelu = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:])), gelu

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.gelu(layer(x), approximate="tanh") if self.gelu else layer(x).relu()
        return self.layers[-1](x)

    def leaves(self):
        return [leaf for layer in self.layers for leaf in linear(layer)]


def linear(layer):
    """Savanna keeps weights as inputs x outputs."""
    return [(layer.weight, "transposed"), layer.bias]


def flat(leaves, of=lambda parameter: parameter):
    """One list of floats, of the parameters or of what the function takes from them."""
    tensors = [of(leaf[0]).T if isinstance(leaf, tuple) else of(leaf) for leaf in leaves]
    return torch.cat([tensor.reshape(-1) for tensor in tensors]).tolist()
