"""relu: failed, softsign: passed. One number for the whole array must not broadcast."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    return float(np.max(x, initial=0))
