"""relu: error, softsign: passed. It takes no argument."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu():
    return 0
