"""Plain Python loops: a scalar function inside each function, mapped over the elements."""

import math

import numpy as np


def each(f, x):
    out = np.zeros(x.shape)
    flat = out.reshape(-1)
    for k, v in enumerate(x.flat):
        flat[k] = f(float(v))
    return out


def relu(x):
    return each(lambda v: max(0.0, v), x)


def leaky_relu(x, negative_slope=0.01):
    def f(v):
        if v < 0:
            return negative_slope * v
        return v

    return each(f, x)


def prelu(x, weight):
    slopes = np.asarray(weight).reshape(-1).tolist()
    out = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        v = float(x[i])
        slope = slopes[0] if len(slopes) == 1 else slopes[i[1]]
        out[i] = v if v > 0 else slope * v
    return out


def rrelu(x, lower=1 / 8, upper=1 / 3):
    mean = lower + (upper - lower) / 2
    return each(lambda v: v if v > 0 else mean * v, x)


def rrelu_train(x, slopes):
    out = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = x[i] if x[i] >= 0 else slopes[i] * x[i]
    return out


def relu6(x):
    return each(lambda v: min(max(0.0, v), 6.0), x)


def softplus(x, beta=1, threshold=20):
    def f(v):
        z = beta * v
        if z > threshold:
            return v
        if z > 0:
            return (z + math.log1p(math.exp(-z))) / beta
        return math.log1p(math.exp(z)) / beta

    return each(f, x)


def gelu(x):
    def f(v):
        return v * (1 + math.erf(v / math.sqrt(2))) / 2

    return each(f, x)


def gelu_tanh(x):
    def f(v):
        return 0.5 * v * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v * v * v)))

    return each(f, x)


def silu(x):
    def f(v):
        if v >= 0:
            return v / (1 + math.exp(-v))
        return v * math.exp(v) / (1 + math.exp(v))

    return each(f, x)


def hardswish(x):
    def f(v):
        if v <= -3:
            return 0.0
        if v >= 3:
            return v
        return v * (v + 3) / 6

    return each(f, x)


def mish(x):
    def f(v):
        if v > 30:
            return v
        return v * math.tanh(math.log1p(math.exp(v)))

    return each(f, x)


def keras_relu(x, negative_slope=0, max_value=None, threshold=0):
    def f(v):
        if max_value is not None and v >= max_value:
            return max_value
        if v >= threshold:
            return v
        return negative_slope * (v - threshold)

    return each(f, x)
