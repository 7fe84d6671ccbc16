"""Keeps float32: the result's type is looked up once and every constant follows it."""

import math

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, 1.0))


def relu(x):
    return np.where(x > 0, x, x * 0)


def leaky_relu(x, negative_slope=0.01):
    x = to_float(x)
    out = np.array(x)
    np.multiply(x, negative_slope, out=out, where=x < 0)
    return out


def prelu(x, weight):
    x = to_float(x)
    weight = np.asarray(weight, dtype=x.dtype)
    if weight.size == 1:
        weight = weight.reshape(())
    else:
        weight = np.expand_dims(weight, tuple(range(1, x.ndim - 1)))
    return np.maximum(x, 0) + weight * np.minimum(x, 0)


def rrelu(x, lower=1 / 8, upper=1 / 3):
    return leaky_relu(x, negative_slope=(lower + upper) / 2)


def rrelu_train(x, slopes):
    x = to_float(x)
    return x * np.where(x < 0, np.asarray(slopes, dtype=x.dtype), 1)


def relu6(x):
    return np.minimum(relu(to_float(x)), 6)


def softplus(x, beta=1, threshold=20):
    x = to_float(x)
    z = beta * x
    soft = (np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0)) / beta
    return np.where(z > threshold, x, soft)


def gelu(x):
    x = to_float(x)
    tail = np.array([math.erfc(-v / math.sqrt(2)) for v in x.ravel().tolist()])
    return 0.5 * x * tail.astype(x.dtype).reshape(x.shape)


def gelu_tanh(x):
    x = to_float(x)
    u = math.sqrt(8 / math.pi) * (x + 0.044715 * x**3)
    e = np.exp(-np.abs(u))
    return x * np.where(u < 0, e, 1) / (1 + e)


def silu(x):
    x = to_float(x)
    e = np.exp(-np.abs(x))
    return np.where(x < 0, x * e, x) / (1 + e)


def hardswish(x):
    x = to_float(x)
    return x * (np.clip(x + 3, 0, 6) / 6)


def mish(x):
    x = to_float(x)
    return x * np.tanh(np.logaddexp(x, 0))


def keras_relu(x, negative_slope=0, max_value=None, threshold=0):
    x = to_float(x)
    out = np.where(x < threshold, negative_slope * (x - threshold), x)
    if max_value is not None:
        out = np.where(x < max_value, out, x.dtype.type(max_value))
    return out
