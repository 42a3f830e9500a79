def orthonormal_basis(x):
    """Q of QR, with no negative number on R's diagonal, in 64 bits; of the rows where these are fewer."""
    if x.shape[0] < x.shape[1]:
        return orthonormal_basis(x.mT).mT
    a = torch.asarray(x, dtype=float)
    q, r = torch.linalg.qr(a)
    left, whole = torch.diagonal(r), torch.linalg.norm(a, dim=0)
    if bool((left.abs() <= 1e-6 * whole).any()):
        q = _reflected(a)
    else:
        q = q * torch.sign(left)
    return torch.asarray(q, dtype=x.dtype)


def _reflected(x):
    """The same reflection by reflection: a column that depends on those before it gives way to a unit vector."""
    vectors, signs, rest = [], [], x.clone()
    for k in range(x.shape[1]):
        left = torch.linalg.norm(rest[k:, k])
        v = torch.zeros_like(x[:, 0])
        sign = torch.ones_like(left)
        if left > 1e-6 * torch.linalg.norm(x[:, k]):
            v[k:] = rest[k:, k]
            sign = torch.where(v[k] >= 0, -sign, sign)
            v[k] -= sign * left
            v /= torch.linalg.norm(v)
            rest -= 2 * torch.outer(v, v @ rest)
        vectors.append(v)
        signs.append(sign)
    q = torch.eye(len(x), x.shape[1], dtype=x.dtype, device=x.device) * torch.stack(signs)
    for v in reversed(vectors):
        q -= 2 * torch.outer(v, v @ q)
    return q
