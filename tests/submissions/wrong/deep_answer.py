"""relu: failed, softsign: passed. A structure nested without end."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    nest = []
    for _ in range(100_000):
        nest = [nest]
    return nest
