def norm(x):
    """Euclidean norm of an array."""
    return global_norm([x])
