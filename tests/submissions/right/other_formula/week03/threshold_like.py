"""Other formulas: masks that multiply, differences of hinges, fresh buffers."""

import numpy as np


def threshold(x, threshold, value):
    on = (x > threshold).astype(float)
    return on * x + (1 - on) * value


def sign(x):
    return np.greater(x, 0) * 1.0 - np.less(x, 0) * 1.0


def softsign(x):
    x = np.asarray(x, dtype=float)
    return x / np.where(x < 0, 1 - x, 1 + x)


def tanhshrink(x):
    x = np.asarray(x, dtype=float)
    z = np.clip(x, -300, 300)  # beyond, tanh is 1 anyway, and sinh would overflow
    return x - np.sinh(z) / np.cosh(z)


def softshrink(x, lambd=0.5):
    z = np.asarray(x, dtype=np.float64)
    return np.maximum(z - lambd, 0) - np.maximum(-z - lambd, 0)


def hardshrink(x, lambd=0.5):
    y = np.array(x, dtype=float)
    y[(y <= lambd) & (y >= -lambd)] = 0
    return y
