"""Simplified by Savanna from the program lion-raw.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import torch
from torch.optim import Optimizer


class Lion(Optimizer):
    """Simplified by Savanna from the program lion-raw.

    The program:

        def train(w, g, momentum, lr):
          blend = interp(g, momentum, 0.9)
          direction = sign(blend)
          weight_decay = w * 0.4602
          decayed = direction + weight_decay
          learning_rate = lr * 2.172e-4
          update = decayed * learning_rate
          momentum = interp(g, momentum, 0.998)
          return update, momentum

    Args:
        params: parameters, or groups of them
        lr: learning rate; schedulers scale it
        weight_decay: factor of the weights in the step
    """

    def __init__(self, params, lr=2.172e-4, weight_decay=0.4602):
        if lr < 0:
            raise ValueError(f"lr is at least 0, not {lr}")
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay))

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
                    raise RuntimeError("Lion does not take sparse gradients")
                if not self.state[p]:
                    self.state[p]["momentum"] = torch.zeros_like(p)
                state = self.state[p]
                update, state["momentum"] = _step(p, p.grad, state["momentum"], group["lr"], group["weight_decay"])
                p.sub_(update)
        return loss


def _step(w, g, momentum, lr, weight_decay):
    blend = (1 - 0.9) * g + 0.9 * momentum
    direction = torch.sign(blend)
    weight_decay_ = w * weight_decay
    decayed = direction + weight_decay_
    learning_rate = lr
    update = decayed * learning_rate
    momentum = (1 - 0.998) * g + 0.998 * momentum
    return update, momentum
