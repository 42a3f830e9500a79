"""«SUMMARY»

Exported by Savanna. Needs JAX and Optax.
"""

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax


class «NAME»State(NamedTuple):
    """Steps made«KEPT»."""

    count: jax.Array
«FIELDS»


def «FUNCTION»(«SIGNATURE»):
    """«SUMMARY»

    The program:

«PROGRAM»

    Parameters of 16 bits have states and arithmetic in 32 bits. A parameter without a gradient (None) stays as it is: it
    makes no step, keeps its states, and does not count in norms over the model.

«MATRICES»
    Args:
«ARGUMENTS»

    Returns:
        an optax.GradientTransformation; its update needs the parameters
    """
«CHECKS»
    def init(params):
«ZEROS_FUNCTION»
        for p in jax.tree_util.tree_leaves(params):
            if not isinstance(p, (int, float)) and not jnp.issubdtype(jnp.result_type(p), jnp.floating):
                raise TypeError(f"«FUNCTION» takes real floating-point parameters, not one of {jnp.result_type(p)}")
        return «NAME»State(jnp.zeros([], jnp.int32)«ZEROS»)

    def update(updates, state, params=None):
        if params is None:
            raise ValueError("«FUNCTION» needs the parameters: update(gradients, state, params)")
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        tree = jax.tree_util.tree_structure(updates, is_leaf=lambda x: x is None)
        columns = [tree.flatten_up_to(values) for values in (params, updates, *state[1:])]
        places = [i for i, (p, g) in enumerate(zip(*columns[:2])) if p is not None and g is not None«SOME»]
        dtypes = [_dtype(keep_dtype, columns[0][i], columns[1][i]) for i in places]
        w, g, *states = [[jnp.asarray(column[i], dtype) for i, dtype in zip(places, dtypes)] for column in columns]
«DECAYED_GRADIENT»«UPDATE»

        def placed(values, before, types):
            leaves = list(before)
            for i, x in zip(places, values):
                leaves[i] = x.astype(_kept(types[i], x))
            return tree.unflatten(leaves)

        kept = [placed(values, before, before) for values, before in zip(states, columns[2:])]
        return placed(steps, «STILL», columns[1]), «NAME»State(state.count + 1, *kept)

    return optax.GradientTransformation(init, update)


def _dtype(keep_dtype, *arrays):
    """The type of states and arithmetic."""
    dtype = jnp.result_type(*arrays, *([] if all(hasattr(x, "dtype") for x in arrays) else [float]))
    return dtype if keep_dtype else jnp.promote_types(dtype, jnp.float32)


def _kept(before, x):
    """The type of a value that takes the place of another."""
    return before.dtype if hasattr(before, "dtype") and jnp.issubdtype(before.dtype, jnp.floating) else x.dtype


«HELPERS»«FUNCTIONS»
