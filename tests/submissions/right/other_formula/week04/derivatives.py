"""Other formulas: slopes by way of the function's own value, hyperbolic and exponential forms, steps, buffers."""

from statistics import NormalDist

import numpy as np


def softsign_derivative(x):
    y = x / (1 + np.abs(x))
    return (1 - np.abs(y)) ** 2


def tanhshrink_derivative(x):
    z = np.clip(x, -300, 300)  # cosh would overflow, and the slope is 1 long before
    return 1 - 1 / np.cosh(z) ** 2


def softshrink_derivative(x, lambd=0.5):
    return np.sign(np.maximum(np.abs(x) - lambd, 0))


def hardshrink_derivative(x, lambd=0.5):
    return np.greater(x, lambd) + np.less(x, -lambd) * 1.0


def sigmoid_derivative(x):
    a = np.abs(x)
    return np.exp(-a - 2 * np.log1p(np.exp(-a)))


def logsigmoid_derivative(x):
    return np.exp(-np.logaddexp(0, x))


def tanh_derivative(x):
    e = np.exp(-2.0 * np.abs(x))
    return 4 * e / (1 + e) ** 2


def hardsigmoid_derivative(x):
    return (np.heaviside(x + 3, 0) - np.heaviside(x - 3, 1)) / 6


def hardtanh_derivative(x, min_val=-1, max_val=1):
    slope = np.ones(np.shape(x))
    slope[(x <= min_val) | (x >= max_val)] = 0
    return slope


def relu_derivative(x):
    return np.heaviside(x, 0.0)


def leaky_relu_derivative(x, negative_slope=0.01):
    return negative_slope + (1 - negative_slope) * (np.asarray(x) > 0)


def relu6_derivative(x):
    x = np.asarray(x, dtype=float)
    return (x * (6 - x) > 0).astype(float)


def softplus_derivative(x, beta=1, threshold=20):
    z = np.asarray(beta * x, dtype=float)
    return np.where(z <= threshold, (1 + np.tanh(z / 2)) / 2, 1)


def gelu_derivative(x):
    normal = NormalDist()
    flat = [normal.cdf(v) + v * normal.pdf(v) for v in np.ravel(x).tolist()]
    return np.array(flat, dtype=float).reshape(np.shape(x))


def silu_derivative(x):
    s = np.exp(-np.logaddexp(0, -np.asarray(x, dtype=float)))
    y = x * s
    return y + s * (1 - y)


def hardswish_derivative(x):
    gate = np.clip((x + 3) / 6, 0, 1)
    return gate + x * ((gate > 0) & (gate < 1)) / 6


def mish_derivative(x):
    # The fraction of the paper, on the right divided by exp(4x) above and below.
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(-np.abs(x))
    left = e * (4 * (x + 1) + (4 * x + 6) * e + 4 * e**2 + e**3) / (2 + 2 * e + e**2) ** 2
    right = (1 + 4 * e + (4 * x + 6) * e**2 + 4 * (x + 1) * e**3) / (1 + 2 * e + 2 * e**2) ** 2
    return np.where(x > 0, right, left)


def elu_derivative(x, alpha=1):
    y = alpha * np.expm1(np.minimum(x, 0, dtype=float))
    return np.where(x > 0, 1, y + alpha)


def selu_derivative(x):
    slope = np.full(np.shape(x), 1.0507009873554805)
    left = np.asarray(x) <= 0
    slope[left] *= 1.6732632423543772 * np.exp(x[left])
    return slope


def celu_derivative(x, alpha=1):
    return elu_derivative(x / alpha)


def prelu_backward(dout, x, weight):
    left = np.asarray(x <= 0, dtype=float)
    if np.size(weight) == 1:
        dx = dout - left * dout * (1 - np.asarray(weight).item())
        return dx, np.full(np.shape(weight), np.vdot(left * x, dout))
    last = np.moveaxis(dout * left, 1, -1)
    dx = dout * (1 - left) + np.moveaxis(last * weight, -1, 1)
    return dx, (last * np.moveaxis(x, 1, -1)).reshape(-1, np.size(weight)).sum(axis=0)
