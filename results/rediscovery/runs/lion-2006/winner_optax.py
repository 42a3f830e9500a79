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
    state: optax.Updates


def winner(learning_rate=0.0062):
    """Simplified by Savanna from the program winner.

    The program:

        def train(w, g, state, lr):
          blend = interp(g, state, 0.6)
          direction = sign(blend)
          learning_rate = lr * 0.0062
          update = direction * learning_rate
          dot_update = dot(update, update)
          state = interp(state, blend, dot_update)
          return update, state

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
        results = _step(w, g, jax.tree_util.tree_leaves(state.state), lr)
        results = [jax.tree_util.tree_unflatten(tree, leaves) for leaves in results]
        return jax.tree_util.tree_map(jnp.negative, results[0]), WinnerState(state.count + 1, *results[1:])

    return optax.GradientTransformation(init, update)


def dot(x, y):
    """Inner product over all arrays."""
    return sum(jnp.sum(x * y) for x, y in zip(x, y))


def _step(w, g, state, lr):
    blend = [(1 - 0.6) * g + 0.6 * state for g, state in zip(g, state)]
    direction = [jnp.sign(blend) for blend in blend]
    learning_rate = lr
    update = [direction * learning_rate for direction in direction]
    dot_update = dot(update, update)
    state = [(1 - dot_update) * state + dot_update * blend for state, blend in zip(state, blend)]
    return update, state
