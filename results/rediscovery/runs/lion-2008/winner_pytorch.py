"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Winner(Optimizer):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, state, lr):
          blend = interp(g, state, 0.56)
          direction = sign(blend)
          arcsin_direction = arcsin(direction)
          learning_rate = lr * 0.00494
          update = arcsin_direction * learning_rate
          norm_update = norm(update)
          state = interp(state, blend, norm_update)
          return update, state

    Args:
        params: parameters, or groups of them
        lr: learning rate; schedulers scale it
    """

    def __init__(self, params, lr=0.00494):
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
                state = self.state[p]
                update, state["state"] = _step(p, p.grad, state["state"], group["lr"])
                p.sub_(update)
        return loss


def _step(w, g, state, lr):
    blend = (1 - 0.56) * g + 0.56 * state
    direction = torch.sign(blend)
    arcsin_direction = torch.asin(direction)
    learning_rate = lr
    update = arcsin_direction * learning_rate
    norm_update = torch.linalg.norm(update)
    state = (1 - norm_update) * state + norm_update * blend
    return update, state
