"""Loads the C library by NumPy's own helper for that."""

# must: error
import ctypes

import numpy as np


def relu(x):
    fmax = np.ctypeslib.load_library("libm.so.6", "/lib/x86_64-linux-gnu").fmax
    fmax.restype, fmax.argtypes = ctypes.c_double, [ctypes.c_double] * 2
    return np.vectorize(lambda value: fmax(value, 0.0))(x)
