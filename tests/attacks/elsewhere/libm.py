"""Calls `fmax` of the C library."""

# must: error
import ctypes

import numpy as np


def relu(x):
    fmax = ctypes.CDLL("libm.so.6").fmax
    fmax.restype, fmax.argtypes = ctypes.c_double, [ctypes.c_double] * 2
    return np.array([fmax(value, 0.0) for value in x.ravel()]).reshape(x.shape)
