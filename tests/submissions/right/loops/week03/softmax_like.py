"""Plain Python loops: over the slices along the axis, and inside each slice over its elements."""

import math

import numpy as np

from week03.sigmoid_like import sigmoid


def along(f, x, axis):
    """Call f on the list of numbers of every slice of x along axis."""
    if x.ndim == 0:
        return np.array(f([float(x)])[0])
    out = np.empty(x.shape)
    rows, results = np.moveaxis(x, axis, -1), np.moveaxis(out, axis, -1)
    for i in np.ndindex(rows.shape[:-1]):
        results[i] = f([float(v) for v in rows[i]])
    return out


def softmax_of(values):
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    total = sum(powers)
    return [p / total for p in powers]


def softmax(x, axis=-1):
    return along(softmax_of, x, axis)


def log_softmax(x, axis=-1):
    def f(values):
        top = max(values)
        log_total = math.log(math.fsum(math.exp(v - top) for v in values))
        return [v - top - log_total for v in values]

    return along(f, x, axis)


def softmin(x, axis=-1):
    def f(values):
        return softmax_of([-v for v in values])

    return along(f, x, axis)


def glu(x, axis=-1):
    n = x.shape[axis]
    if n % 2 == 1:
        raise ValueError("cannot halve an odd size")
    first, second = [], []
    for k in range(n // 2):
        first.append(np.take(x, k, axis=axis))
        second.append(np.take(x, n // 2 + k, axis=axis))
    shape = list(x.shape)
    shape[axis] = n // 2
    out = np.empty(shape)
    for k in range(n // 2):
        np.moveaxis(out, axis, 0)[k] = first[k] * sigmoid(second[k])
    return out
