import numpy as np


def _dtype_of(x):
    return x.dtype if np.issubdtype(x.dtype, np.floating) else np.float64


def dropout_forward(x, p, rng, training):
    dtype = _dtype_of(x)
    if not training:
        return x.astype(dtype), np.ones_like(x, dtype=dtype)
    mask = (rng.random(x.shape) >= p).astype(dtype)
    out = x.astype(dtype)
    out *= mask
    out /= 1 - p
    return out, mask


def dropout_backward(dout, mask, p):
    dx = dout.astype(_dtype_of(dout))
    dx[mask == 0] = 0
    dx /= 1 - p
    return dx
