"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Winner(Optimizer):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, state, lr):
          blend = interp(g, state, 0.6)
          direction = sign(blend)
          learning_rate = lr * 0.0062
          update = direction * learning_rate
          dot_update = dot(update, update)
          state = interp(state, blend, dot_update)
          return update, state

    Args:
        params: parameters, or groups of them
        lr: learning rate; schedulers scale it
    """

    def __init__(self, params, lr=0.0062):
        if lr < 0:
            raise ValueError(f"lr is at least 0, not {lr}")
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        """Makes one step. `closure` evaluates the model again and returns the loss."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            for p in params:
                if p.grad.is_sparse:
                    raise RuntimeError("Winner does not take sparse gradients")
                if not self.state[p]:
                    self.state[p]["state"] = torch.zeros_like(p)
            if not params:
                continue
            state = [self.state[p]["state"] for p in params]
            results = _step(params, [p.grad for p in params], state, group["lr"])
            for i, p in enumerate(params):
                self.state[p]["state"] = results[1][i]
                p.sub_(results[0][i])
        return loss


def dot(x, y):
    """Inner product over all arrays."""
    return sum(torch.sum(x * y) for x, y in zip(x, y))


def _step(w, g, state, lr):
    blend = [(1 - 0.6) * g + 0.6 * state for g, state in zip(g, state)]
    direction = [torch.sign(blend) for blend in blend]
    learning_rate = lr
    update = [direction * learning_rate for direction in direction]
    dot_update = dot(update, update)
    state = [(1 - dot_update) * state + dot_update * blend for state, blend in zip(state, blend)]
    return update, state
