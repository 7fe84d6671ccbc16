"""Other formulas: absolute values, sums of two halves, rational forms, the normal distribution."""

from statistics import NormalDist

import numpy as np


def relu(x):
    x = np.asarray(x, dtype=float)
    return (x + np.abs(x)) / 2


def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


def prelu(x, weight):
    x = np.asarray(x, dtype=float)
    positive, negative = (abs(x) + x) / 2, (x - abs(x)) / 2
    if np.size(weight) == 1:
        return positive + negative * np.asarray(weight).item()
    return positive + np.moveaxis(np.moveaxis(negative, 1, -1) * weight, -1, 1)


def rrelu(x, lower=1 / 8, upper=1 / 3):
    slope = 0.5 * lower + 0.5 * upper
    return (1 + slope) / 2 * x + (1 - slope) / 2 * np.abs(x)


def rrelu_train(x, slopes):
    out = np.array(x, dtype=np.float64)
    negative = out < 0
    out[negative] *= np.asarray(slopes)[negative]
    return out


def relu6(x):
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) - np.maximum(x - 6, 0)


def softplus(x, beta=1, threshold=20):
    z = beta * np.asarray(x, dtype=float)
    soft = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    linear = z > threshold
    return linear * x + ~linear * (soft / beta)


def gelu(x):
    cdf = NormalDist().cdf
    p = np.array([cdf(v) for v in np.ravel(x)], dtype=float)
    return x * p.reshape(np.shape(x))


def gelu_tanh(x):
    x = np.asarray(x, dtype=float)
    u = np.sqrt(8 / np.pi) * x * (1 + 0.044715 * x * x)
    return x / (1 + np.exp(np.minimum(-u, 700)))


def silu(x):
    x = np.asarray(x, dtype=float)
    return x * np.exp(-np.logaddexp(0.0, -x))


def hardswish(x):
    x = np.asarray(x, dtype=float)
    return np.where(x <= -3, 0.0, np.where(x >= 3, x, (x * x + 3 * x) / 6))


def mish(x):
    # tanh(ln(1 + e)) = (e**2 + 2 e) / (e**2 + 2 e + 2), divided by e**2 on the right
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(-np.abs(x))
    return x * np.where(x > 0, (1 + 2 * e) / (1 + 2 * e + 2 * e**2), e * (e + 2) / (e * (e + 2) + 2))


def keras_relu(x, negative_slope=0, max_value=None, threshold=0):
    x = np.asarray(x, dtype=float)
    top = np.inf if max_value is None else max_value
    return np.select([x >= top, x >= threshold], [top, x], negative_slope * (x - threshold))
