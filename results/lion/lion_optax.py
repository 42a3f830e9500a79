"""Simplified by Savanna from the program lion-raw.

Exported by Savanna. Needs JAX and Optax.
"""

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax


class LionState(NamedTuple):
    """Steps made, and what is kept by parameter."""

    count: jax.Array
    momentum: optax.Updates


def lion(learning_rate=2.172e-4, b1=0.9, b2=0.998, weight_decay=0.4602, keep_dtype=False):
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

    Parameters of 16 bits have states and arithmetic in 32 bits. A parameter without a gradient (None) stays as it is: it
    makes no step, keeps its states, and does not count in norms over the model.

    Args:
        learning_rate: learning rate; a number, or a function of the step
        b1, b2: shares with which the step interpolates, in its order
        weight_decay: decay of the weights, added to the step times lr
        keep_dtype: states and arithmetic of 16-bit parameters have their type, not 32 bits

    Returns:
        an optax.GradientTransformation; its update needs the parameters
    """
    if isinstance(learning_rate, (int, float)) and not 0 <= learning_rate < math.inf:
        raise ValueError(f"learning_rate is a number of at least 0, not {learning_rate}")
    if isinstance(weight_decay, (int, float)) and not 0 <= weight_decay < math.inf:
        raise ValueError(f"weight_decay is a number of at least 0, not {weight_decay}")
    if isinstance(b1, (int, float)) and not 0 <= b1 <= 1:
        raise ValueError(f"b1 is between 0 and 1, not {b1}")
    if isinstance(b2, (int, float)) and not 0 <= b2 <= 1:
        raise ValueError(f"b2 is between 0 and 1, not {b2}")

    def init(params):
        def zeros():
            return jax.tree_util.tree_map(lambda p: jnp.zeros_like(p, dtype=_dtype(keep_dtype, p)), params)

        for p in jax.tree_util.tree_leaves(params):
            if not isinstance(p, (int, float)) and not jnp.issubdtype(jnp.result_type(p), jnp.floating):
                raise TypeError(f"lion takes real floating-point parameters, not one of {jnp.result_type(p)}")
        return LionState(jnp.zeros([], jnp.int32), zeros())

    def update(updates, state, params=None):
        if params is None:
            raise ValueError("lion needs the parameters: update(gradients, state, params)")
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        tree = jax.tree_util.tree_structure(updates, is_leaf=lambda x: x is None)
        columns = [tree.flatten_up_to(values) for values in (params, updates, *state[1:])]
        places = [i for i, (p, g) in enumerate(zip(*columns[:2])) if p is not None and g is not None]
        dtypes = [_dtype(keep_dtype, columns[0][i], columns[1][i]) for i in places]
        w, g, *states = [[jnp.asarray(column[i], dtype) for i, dtype in zip(places, dtypes)] for column in columns]
        results = [_step(*leaf, b1, b2) for leaf in zip(w, g, *states)]
        steps, *states = zip(*results) if results else [()] * 2
        if not isinstance(weight_decay, (int, float)) or weight_decay != 0:
            steps = [x + weight_decay * p for x, p in zip(steps, w)]
        steps = [-lr * x for x in steps]

        def placed(values, before, types):
            leaves = list(before)
            for i, x in zip(places, values):
                leaves[i] = x.astype(_kept(types[i], x))
            return tree.unflatten(leaves)

        kept = [placed(values, before, before) for values, before in zip(states, columns[2:])]
        return placed(steps, [None] * len(columns[0]), columns[1]), LionState(state.count + 1, *kept)

    return optax.GradientTransformation(init, update)


def _dtype(keep_dtype, *arrays):
    """The type of states and arithmetic."""
    dtype = jnp.result_type(*arrays, *([] if all(hasattr(x, "dtype") for x in arrays) else [float]))
    return dtype if keep_dtype else jnp.promote_types(dtype, jnp.float32)


def _kept(before, x):
    """The type of a value that takes the place of another."""
    return before.dtype if hasattr(before, "dtype") and jnp.issubdtype(before.dtype, jnp.floating) else x.dtype


def _step(w, g, momentum, beta1, beta2):
    """The step of one parameter array: its update, and the new states."""
    blend = (1 - beta1) * g + beta1 * momentum
    direction = jnp.sign(blend)
    momentum = (1 - beta2) * g + beta2 * momentum
    return direction, momentum
