"""relu: timeout, softsign: passed. It never comes back."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    while True:
        pass
