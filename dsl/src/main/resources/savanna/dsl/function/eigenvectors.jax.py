def eigenvectors(x):
    """Eigenvectors of a symmetric matrix as columns, eigenvalues ascending; the first of their largest numbers is positive."""
    _, vectors = _symmetric(x)
    sizes = jnp.abs(vectors)
    tops = jnp.argmax((sizes >= (1 - 1e-6) * jnp.amax(sizes, 0)) * 1, 0)
    signs = jnp.sign(vectors[tops, jnp.arange(len(vectors))])
    return jnp.asarray(vectors * signs, dtype=x.dtype)


def _symmetric(x):
    """Eigenvalues, ascending, and eigenvectors of a symmetric matrix; NaN where a number is not finite."""
    x = jnp.asarray(x, dtype=float)
    x = (x + x.mT) / 2
    is_finite = jnp.isfinite(x).all()
    values, vectors = jnp.linalg.eigh(jnp.where(is_finite, x, jnp.zeros_like(x)))
    return jnp.where(is_finite, values, values * math.nan), jnp.where(is_finite, vectors, vectors * math.nan)
