"""Keeps float32: shifted by the maximum before anything is summed."""

import numpy as np

from week03 import sigmoid_like


def shift(x, axis):
    x = np.true_divide(x, 1)
    return x - np.max(x, axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    z = shift(x, axis)
    return z - np.log(np.sum(np.exp(z), axis=axis, keepdims=True))


def softmax(x, axis=-1):
    e = np.exp(shift(x, axis))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmin(x, axis=-1):
    return softmax(-np.true_divide(x, 1), axis=axis)


def glu(x, axis=-1):
    n = x.shape[axis]
    if n % 2:
        raise ValueError("glu needs an even number of channels")
    x = np.moveaxis(x, axis, 0)
    return np.moveaxis(x[: n // 2] * sigmoid_like.sigmoid(x[n // 2 :]), 0, axis)
