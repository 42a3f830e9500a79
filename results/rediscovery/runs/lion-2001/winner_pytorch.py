"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Winner(Optimizer):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, state, lr):
          blend = interp(g, state, 0.7)
          direction = sign(blend)
          learning_rate = lr * 0.00464
          update = direction * learning_rate
          blend2 = interp(g, lr, 0.6)
          state = interp(state, blend, blend2)
          return update, state

    Args:
        params: parameters, or groups of them
        lr: value of the schedule, 1 at its top; schedulers scale it
    """

    def __init__(self, params, lr=1.0):
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
    blend = (1 - 0.7) * g + 0.7 * state
    direction = torch.sign(blend)
    learning_rate = lr * 0.00464
    update = direction * learning_rate
    blend2 = (1 - 0.6) * g + 0.6 * lr
    state = (1 - blend2) * state + blend2 * blend
    return update, state
