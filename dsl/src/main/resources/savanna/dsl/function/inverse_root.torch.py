def inverse_root(x, p):
    """(x + ridge) ** (-1 / p) of a symmetric matrix, with 1e-6 of its largest eigenvalue for ridge; 0 where none is above 0."""
    values, vectors = _symmetric(x)
    top = values[-1]
    powers = (torch.clip(values, 0) + 1e-6 * top) ** (-1 / torch.asarray(p, dtype=values.dtype))
    root = (vectors * powers) @ vectors.mT
    return torch.asarray(torch.where(top <= 0, torch.zeros_like(root), root), dtype=x.dtype)


def _symmetric(x):
    """Eigenvalues, ascending, and eigenvectors of a symmetric matrix, in 64 bits; NaN where a number is not finite."""
    x = torch.asarray(x, dtype=float)
    x = (x + x.mT) / 2
    is_finite = torch.isfinite(x).all()
    values, vectors = torch.linalg.eigh(torch.where(is_finite, x, torch.zeros_like(x)))
    return torch.where(is_finite, values, values * math.nan), torch.where(is_finite, vectors, vectors * math.nan)
