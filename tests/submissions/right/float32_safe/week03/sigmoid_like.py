"""Keeps float32: dividing by 1 turns integers alone into floats, and Python numbers widen no array."""

import numpy as np


def linear(x):
    return x


def exponential(x):
    return np.exp(x / 1)


def sigmoid(x):
    x = x / 1
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1) / (small + 1)


def logsigmoid(x):
    x = x / 1
    return -(np.maximum(-x, 0) + np.log1p(np.exp(-np.abs(x))))


def tanh(x):
    x = x / 1
    e = np.expm1(-2 * np.abs(x))
    return np.copysign(e / (e + 2), x)


def hardsigmoid(x):
    x = x / 1
    return np.minimum(np.maximum(x + 3, 0), 6) / 6


def hardtanh(x, min_val=-1, max_val=1):
    x = x / 1
    return np.maximum(min_val, np.minimum(max_val, x))
