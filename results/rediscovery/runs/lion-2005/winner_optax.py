"""Simplified by Savanna from the program winner.

Exported by Savanna. Needs JAX and Optax.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax


class WinnerState(NamedTuple):
    """Steps made, and what is kept by parameter."""

    count: jnp.ndarray
    momentum: optax.Updates


def winner(learning_rate=0.008):
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
        learning_rate: a number, or a schedule: a function of the step

    Returns:
        an optax.GradientTransformation; its update needs the parameters
    """

    def init(params):
        return WinnerState(jnp.zeros([], jnp.int32), jax.tree_util.tree_map(jnp.zeros_like, params))

    def update(updates, state, params=None):
        if params is None:
            raise ValueError("winner needs the parameters: update(gradients, state, params)")
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        g, tree = jax.tree_util.tree_flatten(updates)
        w = jax.tree_util.tree_leaves(params)
        results = [_step(*leaf, lr) for leaf in zip(w, g, jax.tree_util.tree_leaves(state.momentum))]
        results = list(zip(*results))
        results = [jax.tree_util.tree_unflatten(tree, leaves) for leaves in results]
        return jax.tree_util.tree_map(jnp.negative, results[0]), WinnerState(state.count + 1, *results[1:])

    return optax.GradientTransformation(init, update)


def _step(w, g, momentum, lr):
    blend = (1 - 0.4431) * g + 0.4431 * momentum
    direction = jnp.sign(blend)
    learning_rate = lr
    update = direction * learning_rate
    momentum = (1 - 0.9) * g + 0.9 * momentum
    return update, momentum
