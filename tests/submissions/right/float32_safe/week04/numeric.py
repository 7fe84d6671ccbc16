import numpy as np


def _probe(f, x, index, amount):
    moved = x.copy()
    moved[index] = moved[index] + amount
    return np.float64(f(moved))


def numerical_gradient(f, x, h=1e-5):
    # a step of 1e-5 drowns in float32, so the points are float64 and only the answer goes back
    wide = np.array(x, dtype=np.float64)
    out_dtype = x.dtype if np.issubdtype(x.dtype, np.floating) else np.float64
    grad = np.empty(wide.shape, dtype=out_dtype)
    it = np.nditer(wide, flags=["multi_index", "zerosize_ok"])
    for _ in it:
        i = it.multi_index
        grad[i] = 0.5 * (_probe(f, wide, i, h) - _probe(f, wide, i, -h)) / h
    return grad
