def orthogonalize(x):
    """Five Newton-Schulz steps of Muon towards the nearest matrix of orthonormal rows or columns; 0 stays 0."""
    size = norm(x)
    x = x / jnp.where(size > 0, size, jnp.ones_like(size))
    is_tall = x.shape[0] > x.shape[1]
    x = x.mT if is_tall else x
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    return x.mT if is_tall else x
