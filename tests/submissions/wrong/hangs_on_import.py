"""relu: timeout, softsign: timeout. The file never finishes importing."""

import numpy as np

while True:
    pass


def relu(x):
    return np.maximum(x, 0)


def softsign(x):
    return x / (1 + np.abs(x))
