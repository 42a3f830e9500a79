"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Winner(Optimizer):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, second_moment, lr):
          gradient_squared = square(g)
          second_moment = interp(gradient_squared, second_moment, 0.8)
          sqrt_second_moment = sqrt(second_moment)
          ratio = g / sqrt_second_moment
          learning_rate = lr * 0.01155
          update = ratio * learning_rate
          return update, second_moment

    Args:
        params: parameters, or groups of them
        lr: learning rate; schedulers scale it
    """

    def __init__(self, params, lr=0.01155):
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
                    self.state[p]["second_moment"] = torch.zeros_like(p)
                state = self.state[p]
                update, state["second_moment"] = _step(p, p.grad, state["second_moment"], group["lr"])
                p.sub_(update)
        return loss


def _step(w, g, second_moment, lr):
    gradient_squared = torch.square(g)
    second_moment = (1 - 0.8) * gradient_squared + 0.8 * second_moment
    sqrt_second_moment = torch.sqrt(torch.abs(second_moment))
    ratio = g / (sqrt_second_moment + 1e-8)
    learning_rate = lr
    update = ratio * learning_rate
    return update, second_moment
