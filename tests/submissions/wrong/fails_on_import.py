"""relu: error, softsign: error. The file cannot be imported."""

import numpy as np

limit = undefined_name + 1


def relu(x):
    return np.maximum(x, 0)


def softsign(x):
    return x / (1 + np.abs(x))
