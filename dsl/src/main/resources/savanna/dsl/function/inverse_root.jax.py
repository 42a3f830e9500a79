def inverse_root(x, p):
    """(x + ridge) ** (-1 / p) of a symmetric matrix, with 1e-6 of its largest eigenvalue for ridge; 0 where none is above 0."""
    values, vectors = _symmetric(x)
    top = values[-1]
    powers = (jnp.clip(values, 0) + 1e-6 * top) ** (-1 / jnp.asarray(p, dtype=values.dtype))
    root = (vectors * powers) @ vectors.mT
    return jnp.asarray(jnp.where(top <= 0, jnp.zeros_like(root), root), dtype=x.dtype)


def _symmetric(x):
    """Eigenvalues, ascending, and eigenvectors of a symmetric matrix; NaN where a number is not finite."""
    x = jnp.asarray(x, dtype=float)
    x = (x + x.mT) / 2
    is_finite = jnp.isfinite(x).all()
    values, vectors = jnp.linalg.eigh(jnp.where(is_finite, x, jnp.zeros_like(x)))
    return jnp.where(is_finite, values, values * math.nan), jnp.where(is_finite, vectors, vectors * math.nan)
