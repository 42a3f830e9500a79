"""Simplified by Savanna from the program lion-raw.

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import math

import torch
from torch.optim import Optimizer

_STATES = ("momentum",)


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

    Parameters of 16 bits have states and arithmetic in 32 bits. A parameter without a gradient stays as it is: it makes
    no step, keeps its states, and does not count in norms over the model.

    Args:
        params: parameters, or groups of them with options of their own
        lr: learning rate
        betas: shares with which the step interpolates, in its order
        weight_decay: decay of the weights, added to the step times lr
        maximize: go up the gradient instead of down
        foreach: use functions over lists of arrays; by default where all parameters are on a GPU
        keep_dtype: states and arithmetic of 16-bit parameters have their type, not 32 bits
        capturable, differentiable: not supported
    """

    def __init__(
        self,
        params,
        lr=2.172e-4,
        betas=(0.9, 0.998),
        weight_decay=0.4602,
        *,
        maximize=False,
        foreach=None,
        keep_dtype=False,
        capturable=False,
        differentiable=False,
    ):
        defaults = dict(
            lr=lr,
            betas=betas,
            weight_decay=weight_decay,
            maximize=maximize,
            foreach=foreach,
            keep_dtype=keep_dtype,
            capturable=capturable,
            differentiable=differentiable,
        )
        super().__init__(params, defaults)

    def add_param_group(self, param_group):
        super().add_param_group(param_group)
        try:
            _check(self.param_groups[-1])
        except Exception:
            self.param_groups.pop()
            raise

    def load_state_dict(self, state_dict):
        super().load_state_dict(state_dict)
        saved = [i for group in state_dict["param_groups"] for i in group["params"]]
        params = [p for group in self.param_groups for p in group["params"]]
        types = [_dtype(p, group) for group in self.param_groups for p in group["params"]]
        # PyTorch casts states to the type of their parameter, which may have fewer bits.
        for i, p, dtype in zip(saved, params, types):
            for name, value in state_dict["state"].get(i, {}).items():
                self.state[p][name] = value.detach().to(device=p.device, dtype=dtype, copy=True)

    @torch.no_grad()
    def step(self, closure=None):
        """Makes one step. `closure` evaluates the model again and returns the loss."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        groups = [(group, _with_gradient(group)) for group in self.param_groups]
        for group, params in groups:
            if params:
                self._update(group, params)
        return loss

    def _update(self, group, params):
        lr = float(group["lr"])
        weight_decay = group["weight_decay"]
        foreach = group["foreach"]
        if foreach is None:
            foreach = all(p.is_cuda and type(p) in (torch.Tensor, torch.nn.Parameter) for p in params)
        w = [p.to(_dtype(p, group)) for p in params]
        g = [_gradient(p, group) for p in params]
        states = [self._states(p, x.dtype) for p, x in zip(params, w)]
        if foreach:
            update, *kept = _foreach_step(w, g, [state["momentum"] for state in states], *group["betas"])
            if weight_decay != 0:
                torch._foreach_add_(update, w, alpha=weight_decay)
            torch._foreach_sub_(params, update, alpha=lr)
            for state, *values in zip(states, *kept):
                state.update(zip(_STATES, values))
        else:
            for p, w, g, state in zip(params, w, g, states):
                update, state["momentum"] = _step(w, g, state["momentum"], *group["betas"])
                if weight_decay != 0:
                    update = update.add_(w, alpha=weight_decay)
                p.sub_(update, alpha=lr)

    def _states(self, p, dtype):
        state = self.state[p]
        if not state:
            state.update((name, torch.zeros_like(p, dtype=dtype)) for name in _STATES)
        return state


def _check(group):
    """Refuses what the optimizer cannot do, before anything is changed."""
    if not 0 <= group["lr"] < math.inf:
        raise ValueError(f"lr is a number of at least 0, not {group['lr']}")
    if not 0 <= group["weight_decay"] < math.inf:
        raise ValueError(f"weight_decay is a number of at least 0, not {group['weight_decay']}")
    if len(group["betas"]) != 2:
        raise ValueError(f"betas has length 2, it is not {group['betas']}")
    if not 0 <= group["betas"][0] <= 1:
        raise ValueError(f"betas[0] is between 0 and 1, not {group['betas'][0]}")
    if not 0 <= group["betas"][1] <= 1:
        raise ValueError(f"betas[1] is between 0 and 1, not {group['betas'][1]}")
    for name in ("capturable", "differentiable"):
        if group[name]:
            raise ValueError(f"Lion does not support {name}=True")
    for p in group["params"]:
        if p.layout != torch.strided:
            raise TypeError(f"Lion takes dense parameters, not one of layout {p.layout}")
        if not p.is_floating_point():
            raise TypeError(f"Lion takes real floating-point parameters, not one of {p.dtype}")


def _dtype(p, group):
    """The type of states and arithmetic."""
    return torch.float32 if p.element_size() < 4 and not group["keep_dtype"] else p.dtype


def _gradient(p, group):
    g = p.grad.to(_dtype(p, group))
    return -g if group["maximize"] else g


def _with_gradient(group):
    params = [p for p in group["params"] if p.grad is not None]
    for p in params:
        if p.grad.layout != torch.strided:
            raise RuntimeError(f"Lion takes dense gradients, not one of layout {p.grad.layout}")
    return params


def _step(w, g, momentum, beta1, beta2):
    """The step of one parameter array: its update, and the new states."""
    blend = torch.mul(momentum, beta1).add_(g, alpha=1 - beta1)
    direction = torch.sign(blend).add_(blend.clamp_(-1, 1), alpha=0)
    momentum = momentum.mul_(beta2).add_(g, alpha=1 - beta2)
    return direction, momentum


def _foreach_step(w, g, momentum, beta1, beta2):
    """The same for lists of arrays."""
    blend = torch._foreach_mul(momentum, beta1)
    torch._foreach_add_(blend, g, alpha=1 - beta1)
    direction = [torch.sign(blend).add_(blend.clamp_(-1, 1), alpha=0) for blend in blend]
    torch._foreach_mul_(momentum, beta2)
    torch._foreach_add_(momentum, g, alpha=1 - beta2)
    return direction, momentum

