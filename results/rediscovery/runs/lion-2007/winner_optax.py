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
    second_moment: optax.Updates


def winner(learning_rate=1.0):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, second_moment, lr):
          gradient_squared = square(g)
          second_moment = interp(gradient_squared, second_moment, 0.8)
          sqrt_second_moment = sqrt(second_moment)
          blend = interp(second_moment, sqrt_second_moment, 0.1)
          ratio = g / blend
          minimum_lr = minimum(lr, 0.5)
          learning_rate = minimum_lr * lr
          product = learning_rate * 0.00355
          update = ratio * product
          return update, second_moment

    Args:
        learning_rate: value of the schedule, 1 at its top: a number, or a function of the step

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
        results = [_step(*leaf, lr) for leaf in zip(w, g, jax.tree_util.tree_leaves(state.second_moment))]
        results = list(zip(*results))
        results = [jax.tree_util.tree_unflatten(tree, leaves) for leaves in results]
        return jax.tree_util.tree_map(jnp.negative, results[0]), WinnerState(state.count + 1, *results[1:])

    return optax.GradientTransformation(init, update)


def _step(w, g, second_moment, lr):
    gradient_squared = jnp.square(g)
    second_moment = (1 - 0.8) * gradient_squared + 0.8 * second_moment
    sqrt_second_moment = jnp.sqrt(jnp.abs(second_moment))
    blend = (1 - 0.1) * second_moment + 0.1 * sqrt_second_moment
    ratio = g / (blend + 1e-8)
    minimum_lr = jnp.minimum(lr, 0.5)
    learning_rate = minimum_lr * lr
    product = learning_rate * 0.00355
    update = ratio * product
    return update, second_moment
