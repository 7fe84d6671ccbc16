"""Other formulas: two halves added, assignment into a fresh buffer, one function through another."""

import numpy as np


def elu(x, alpha=1):
    return np.maximum(x, 0.0) + alpha * (np.exp(np.minimum(x, 0.0, dtype=float)) - 1)


def selu(x):
    out = np.array(x, dtype=float)
    left = out < 0
    out[left] = 1.6732632423543772 * np.expm1(out[left])
    out *= 1.0507009873554805
    return out


def celu(x, alpha=1):
    return alpha * elu(x / alpha)
