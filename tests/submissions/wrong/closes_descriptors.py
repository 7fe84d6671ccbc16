"""relu: crashed, softsign: passed. It closes the pipes."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


import os


def relu(x):
    os.closerange(0, 64)
    return np.maximum(x, 0)
