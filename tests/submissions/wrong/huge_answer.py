"""relu: failed, softsign: passed. An answer of 128 megabytes."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    return np.zeros(2**24)
