"""relu: failed, softsign: passed. The answer depends on how often it was asked."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


calls = []


def relu(x):
    calls.append(1)
    return np.maximum(x, 0) + 1e-3 * (len(calls) % 2)
