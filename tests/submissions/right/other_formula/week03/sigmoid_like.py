"""Other formulas: identities between exponentials and hyperbolic functions, np.select, nested np.where."""

import numpy as np


def linear(x):
    return 1.0 * x


def exponential(x):
    half = np.exp(np.asarray(x, dtype=float) / 2)
    return half * half


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def logsigmoid(x):
    return -np.logaddexp(0, -np.asarray(x, dtype=np.float64))


def tanh(x):
    e = np.expm1(2.0 * np.clip(np.asarray(x, dtype=float), -20, 20))
    return e / (e + 2)


def hardsigmoid(x):
    x = np.asarray(x)
    return np.select([x <= -3, x >= 3], [0.0, 1.0], default=x / 6 + 1 / 2)


def hardtanh(x, min_val=-1, max_val=1):
    x = x * 1.0
    return np.where(x > max_val, max_val, np.where(x < min_val, min_val, x))
