"""relu: error, softsign: passed. Recursion without end."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    return relu(x)
