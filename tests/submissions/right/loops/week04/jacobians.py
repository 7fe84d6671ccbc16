"""Plain Python loops, element by element."""

import itertools
import math

import numpy as np


def softmax_jacobian(z):
    top = max(float(v) for v in z)
    powers = [math.exp(float(v) - top) for v in z]
    total = math.fsum(powers)
    s = [p / total for p in powers]
    n = len(s)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                J[i, j] = s[i] * (1 - s[i])
            else:
                J[i, j] = -s[i] * s[j]
    return J


def slices(dout, other, axis):
    """Yield for every slice along axis: where it is, and its numbers of the two arrays."""
    g, p = np.moveaxis(dout, axis, -1), np.moveaxis(other, axis, -1)
    for where in np.ndindex(*g.shape[:-1]):
        yield where, [float(v) for v in g[where]], [float(v) for v in p[where]]


def softmax_backward(dout, probs, axis=-1):
    dx = np.zeros(dout.shape)
    view = np.moveaxis(dx, axis, -1)
    for where, g, p in slices(dout, probs, axis):
        for j in range(len(p)):
            total = 0.0
            for i in range(len(p)):
                slope = p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
                total += g[i] * slope
            view[where + (j,)] = total
    return dx


def log_softmax_backward(dout, log_probs, axis=-1):
    dx = np.zeros(dout.shape)
    view = np.moveaxis(dx, axis, -1)
    for where, g, l in slices(dout, log_probs, axis):
        total = math.fsum(g)
        for j in range(len(g)):
            view[where + (j,)] = g[j] - math.exp(l[j]) * total
    return dx


def matmul_backward(dout, A, B):
    n, k = A.shape
    m = B.shape[1]
    dA = np.zeros((n, k))
    dB = np.zeros((k, m))
    for i in range(n):
        for j in range(m):
            for l in range(k):
                dA[i, l] += float(dout[i, j]) * float(B[l, j])
                dB[l, j] += float(dout[i, j]) * float(A[i, l])
    return dA, dB


def gather(dout, shape):
    grad = np.zeros(shape)
    missing = dout.ndim - len(shape)
    for where in itertools.product(*(range(n) for n in dout.shape)):
        # the place in the operand that was read for this place of the sum
        source = tuple(0 if shape[k] == 1 else where[missing + k] for k in range(len(shape)))
        grad[source] += dout[where]
    return grad


def broadcast_add_backward(dout, a_shape, b_shape):
    return gather(dout, a_shape), gather(dout, b_shape)
