"""relu: failed, softsign: passed. A list is no array."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    return np.maximum(x, 0).tolist()
