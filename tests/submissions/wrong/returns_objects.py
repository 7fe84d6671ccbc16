"""relu: failed, softsign: passed. An array of dtype object."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    return np.maximum(x, 0).astype(object)
