"""«SUMMARY»

Exported by Savanna. Needs PyTorch 1.13 or later and nothing else.
"""

import math

import torch
from torch.optim import Optimizer

_STATES = «STATES»


class «NAME»(Optimizer):
    """«SUMMARY»

    The program:

«PROGRAM»

    Parameters of 16 bits have states and arithmetic in 32 bits. A parameter without a gradient stays as it is: it makes
    no step, keeps its states, and does not count in norms over the model.

«MATRICES»
    Args:
«ARGUMENTS»
    """

    def __init__(
        self,
        params,
«SIGNATURE»
    ):
        defaults = dict(
«DEFAULTS»
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
«STEP»

    def _states(self, p, dtype):
        state = self.state[p]
        if not state:
            state.update(«ZEROS»)
        return state


def _check(group):
    """Refuses what the optimizer cannot do, before anything is changed."""
    if not 0 <= group["lr"] < math.inf:
        raise ValueError(f"lr is a number of at least 0, not {group['lr']}")
    if not 0 <= group["weight_decay"] < math.inf:
        raise ValueError(f"weight_decay is a number of at least 0, not {group['weight_decay']}")
«CHECKS»
    for name in ("capturable", "differentiable"):
        if group[name]:
            raise ValueError(f"«NAME» does not support {name}=True")
    for p in group["params"]:
        if p.layout != torch.strided:
            raise TypeError(f"«NAME» takes dense parameters, not one of layout {p.layout}")
        if not p.is_floating_point():
            raise TypeError(f"«NAME» takes real floating-point parameters, not one of {p.dtype}")


def _dtype(p, group):
    """The type of states and arithmetic."""
    return torch.float32 if p.element_size() < 4 and not group["keep_dtype"] else p.dtype


def _gradient(p, group):
    g = p.grad.to(_dtype(p, group))
    return -g if group["maximize"] else g


def _with_gradient(group):
    params = [p for p in group["params"] if p.grad is not None«SOME»]
    for p in params:
        if p.grad.layout != torch.strided:
            raise RuntimeError(f"«NAME» takes dense gradients, not one of layout {p.grad.layout}")
    return params


«HELPERS»«FUNCTIONS»
