"""relu: failed, softsign: passed. The input is changed in place."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    x *= x > 0
    return x
