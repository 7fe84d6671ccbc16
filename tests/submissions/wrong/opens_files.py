"""relu: error, softsign: passed. It looks for the suites."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    with open("/etc/passwd") as file:
        file.read()
    return np.maximum(x, 0)
