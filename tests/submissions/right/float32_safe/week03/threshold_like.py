"""Keeps float32: every formula stays in the input's own precision, and is stable in it."""

import numpy as np


def as_float(x):
    """Let float32 and float64 be, and turn integers into floats."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def threshold(x, threshold, value):
    x = as_float(x)
    return np.where(x > threshold, x, x.dtype.type(value))


def sign(x):
    return np.sign(as_float(x))


def softsign(x):
    x = as_float(x)
    return x / (np.abs(x) + 1)


def tanhshrink(x):
    # Lambert: tanh(x) = x / (1 + x²/(3 + x²/(5 + ...))), so x - tanh(x) = x³ / (x² + 3 + x²/(5 + ...)).
    # Near zero this has nothing to cancel; further out the plain difference has little.
    x = as_float(x)
    square = x * x
    tail = square * 0 + 25
    for odd in range(23, 1, -2):
        tail = odd + square / tail
    return np.where(np.abs(x) < 1, x * square / (square + tail), x - np.tanh(x))


def softshrink(x, lambd=0.5):
    x = as_float(x)
    return np.copysign(np.maximum(np.abs(x) - lambd, 0), x)


def hardshrink(x, lambd=0.5):
    x = as_float(x)
    return x * (np.abs(x) > lambd)
