"""relu: crashed, softsign: passed. The process dies in native code."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    # A stride of a terabyte: the second number lies outside of all memory.
    return np.lib.stride_tricks.as_strided(x, (2,), (2**40,)).sum()
