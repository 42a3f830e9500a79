"""Simplified by Savanna from the program lion-raw.

Exported by Savanna. Needs JAX and Optax.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax


class LionState(NamedTuple):
    """Steps made, and what is kept by parameter."""

    count: jnp.ndarray
    momentum: optax.Updates


def lion(learning_rate=2.172e-4, weight_decay=0.4602):
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
        learning_rate: a number, or a schedule: a function of the step
        weight_decay: factor of the parameters in the step

    Returns:
        an optax.GradientTransformation; its update needs the parameters
    """

    def init(params):
        return LionState(jnp.zeros([], jnp.int32), jax.tree_util.tree_map(jnp.zeros_like, params))

    def update(updates, state, params=None):
        if params is None:
            raise ValueError("lion needs the parameters: update(gradients, state, params)")
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        g, tree = jax.tree_util.tree_flatten(updates)
        w = jax.tree_util.tree_leaves(params)
        results = [_step(*leaf, lr, weight_decay) for leaf in zip(w, g, jax.tree_util.tree_leaves(state.momentum))]
        results = list(zip(*results))
        results = [jax.tree_util.tree_unflatten(tree, leaves) for leaves in results]
        return jax.tree_util.tree_map(jnp.negative, results[0]), LionState(state.count + 1, *results[1:])

    return optax.GradientTransformation(init, update)


def _step(w, g, momentum, lr, weight_decay):
    blend = (1 - 0.9) * g + 0.9 * momentum
    direction = jnp.sign(blend)
    weight_decay_ = w * weight_decay
    decayed = direction + weight_decay_
    learning_rate = lr
    update = decayed * learning_rate
    momentum = (1 - 0.998) * g + 0.998 * momentum
    return update, momentum
