"""relu: error, softsign: passed. It raises."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    raise ValueError("no \x1b[31mred\x1b[0m \u202egnihton")
