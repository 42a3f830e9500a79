def orthonormal_basis(x):
    """Q of QR, with no negative number on R's diagonal; of the rows where these are fewer."""
    if x.shape[0] < x.shape[1]:
        return orthonormal_basis(x.mT).mT
    a = jnp.asarray(x, dtype=float)
    q, r = jnp.linalg.qr(a)
    left, whole = jnp.diagonal(r), jnp.linalg.norm(a, axis=0)
    is_dependent = (jnp.abs(left) <= 1e-6 * whole).any()
    return jnp.asarray(jax.lax.cond(is_dependent, _reflected, lambda a: q * jnp.sign(left), a), dtype=x.dtype)


def _reflected(x):
    """The same reflection by reflection: a column that depends on those before it gives way to a unit vector."""
    rows = jnp.arange(len(x))

    def eliminate(k, carry):
        vectors, signs, rest = carry
        v = jnp.where(rows >= k, rest[:, k], 0)
        left = jnp.linalg.norm(v)
        is_kept = left > 1e-6 * jnp.linalg.norm(x[:, k])
        sign = jnp.where(is_kept & (v[k] >= 0), -1.0, 1.0)
        v = v.at[k].add(-sign * left)
        v = jnp.where(is_kept, v / jnp.linalg.norm(v), 0)
        return vectors.at[:, k].set(v), signs.at[k].set(sign), rest - 2 * jnp.outer(v, v @ rest)

    def reflect(i, q):
        v = vectors[:, x.shape[1] - 1 - i]
        return q - 2 * jnp.outer(v, v @ q)

    vectors, signs, _ = jax.lax.fori_loop(0, x.shape[1], eliminate, (jnp.zeros_like(x), jnp.ones_like(x[0]), x))
    return jax.lax.fori_loop(0, x.shape[1], reflect, jnp.eye(len(x), x.shape[1], dtype=x.dtype) * signs)
