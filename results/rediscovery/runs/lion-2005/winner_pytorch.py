"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Winner(Optimizer):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, momentum, lr):
          blend = interp(g, momentum, 0.4431)
          direction = sign(blend)
          learning_rate = lr * 0.008
          update = direction * learning_rate
          momentum = interp(g, momentum, 0.9)
          return update, momentum

    Args:
        params: parameters, or groups of them
        lr: learning rate; schedulers scale it
    """

    def __init__(self, params, lr=0.008):
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
                    self.state[p]["momentum"] = torch.zeros_like(p)
                state = self.state[p]
                update, state["momentum"] = _step(p, p.grad, state["momentum"], group["lr"])
                p.sub_(update)
        return loss


def _step(w, g, momentum, lr):
    blend = (1 - 0.4431) * g + 0.4431 * momentum
    direction = torch.sign(blend)
    learning_rate = lr
    update = direction * learning_rate
    momentum = (1 - 0.9) * g + 0.9 * momentum
    return update, momentum
