import numpy as np


def dropout_forward(x, p, rng, training):
    keep = 1.0 - p if training else 1.0
    mask = rng.binomial(1, keep, size=x.shape)
    mask = np.asarray(mask, dtype=float)
    return x * (mask / keep), mask


def dropout_backward(dout, mask, p):
    scale = 1.0 / (1.0 - p)
    return np.where(mask == 1, scale * dout, 0.0)
