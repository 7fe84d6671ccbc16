"""Writes a terabyte past the end of an array by NumPy alone: a segmentation fault."""

# must: crashed
import numpy as np


def relu(x):
    wide = np.lib.stride_tricks.as_strided(np.zeros(8), shape=(2**20,), strides=(2**20,))
    wide[:] = 7.0
    return x + 1
