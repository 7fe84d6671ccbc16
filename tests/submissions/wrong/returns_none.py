"""relu: failed, softsign: passed. The return is forgotten."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    np.maximum(x, 0)
