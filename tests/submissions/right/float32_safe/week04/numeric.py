import numpy as np


def _probe(f, x, index, amount):
    moved = x.copy()
    moved[index] = moved[index] + amount
    return np.float64(f(moved))


def numerical_derivative(f, x, h=1e-5):
    # a step of 1e-5 drowns in float32, so the points are float64 and only the answer goes back
    wide = np.array(x, dtype=np.float64)
    out_dtype = x.dtype if getattr(x, "dtype", None) == np.float32 else np.float64
    return np.asarray(0.5 * (f(wide + h) - f(wide - h)) / h, dtype=out_dtype)


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


def relative_error(a, b):
    a, b = np.asarray(a), np.asarray(b)
    size = abs(a) + abs(b)
    return (abs(a - b) / np.clip(size, 1e-8, None)).max()


def gradient_check(f, grad, x, tolerance=1e-6):
    wide = np.array(x, dtype=np.float64)
    error = relative_error(numerical_gradient(f, wide), grad(wide))
    return not error > tolerance


def quadratic_gradient(theta, x, y):
    error = np.sum(theta * x) - y
    return np.multiply(x, error)
