"""A student's week 3, half finished: ELU-like activations."""

import numpy as np


def elu(x, alpha=1):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


def selu(x):
    raise NotImplementedError


def celu(x, alpha=1):
    return np.where(x > 0, x, alpha * np.expm1(x / alpha))
