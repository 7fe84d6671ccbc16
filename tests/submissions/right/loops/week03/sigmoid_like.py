"""Plain Python loops: a list comprehension over the flat elements, reshaped afterwards."""

import math

import numpy as np


def linear(x):
    return np.array([float(v) for v in x.flat]).reshape(x.shape)


def exponential(x):
    return np.array([math.exp(v) if v < 709.78 else math.inf for v in x.flat]).reshape(x.shape)


def sigmoid(x):
    out = []
    for v in x.ravel().tolist():
        if v < 0:
            e = math.exp(v)
            out.append(e / (1 + e))
        else:
            out.append(1 / (1 + math.exp(-v)))
    return np.array(out).reshape(x.shape)


def logsigmoid(x):
    out = []
    for v in x.ravel().tolist():
        if v < 0:
            out.append(v - math.log1p(math.exp(v)))
        else:
            out.append(-math.log1p(math.exp(-v)))
    return np.array(out).reshape(x.shape)


def tanh(x):
    out = []
    for v in x.ravel().tolist():
        if v > 20:
            out.append(1.0)
        elif v < -20:
            out.append(-1.0)
        else:
            e = math.expm1(2 * v)
            out.append(e / (e + 2))
    return np.array(out).reshape(x.shape)


def hardsigmoid(x):
    out = []
    for v in x.ravel().tolist():
        if v <= -3:
            out.append(0.0)
        elif v >= 3:
            out.append(1.0)
        else:
            out.append(v / 6 + 0.5)
    return np.array(out).reshape(x.shape)


def hardtanh(x, min_val=-1, max_val=1):
    out = []
    for v in x.ravel().tolist():
        if v < min_val:
            v = min_val
        if v > max_val:
            v = max_val
        out.append(float(v))
    return np.array(out).reshape(x.shape)
