def eigenvectors(x):
    """Eigenvectors of a symmetric matrix as columns, eigenvalues ascending; the first of their largest numbers is positive."""
    _, vectors = _symmetric(x)
    sizes = torch.abs(vectors)
    tops = torch.argmax((sizes >= (1 - 1e-6) * torch.amax(sizes, 0)) * 1, 0)
    signs = torch.sign(vectors[tops, torch.arange(len(vectors))])
    return torch.asarray(vectors * signs, dtype=x.dtype)


def _symmetric(x):
    """Eigenvalues, ascending, and eigenvectors of a symmetric matrix, in 64 bits; NaN where a number is not finite."""
    x = torch.asarray(x, dtype=float)
    x = (x + x.mT) / 2
    is_finite = torch.isfinite(x).all()
    values, vectors = torch.linalg.eigh(torch.where(is_finite, x, torch.zeros_like(x)))
    return torch.where(is_finite, values, values * math.nan), torch.where(is_finite, vectors, vectors * math.nan)
