"""Keeps float32: masks and constants take the dtype of the input, and nothing leaves its range."""

import math

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, 1.0))


def stable_sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1) / (1 + e)


def softsign_derivative(x):
    return np.square(1 / (1 + np.abs(to_float(x))))


def tanhshrink_derivative(x):
    return np.square(np.tanh(to_float(x)))


def softshrink_derivative(x, lambd=0.5):
    x = to_float(x)
    return (np.abs(x) > lambd).astype(x.dtype)


def hardshrink_derivative(x, lambd=0.5):
    x = to_float(x)
    return 1 - (np.abs(x) <= lambd).astype(x.dtype)


def sigmoid_derivative(x):
    x = to_float(x)
    return stable_sigmoid(x) * stable_sigmoid(-x)


def logsigmoid_derivative(x):
    x = to_float(x)
    e = np.exp(-np.abs(x))
    return np.where(x > 0, e, 1) / (1 + e)


def tanh_derivative(x):
    t = np.tanh(to_float(x))
    return 1 - t * t


def hardsigmoid_derivative(x):
    x = to_float(x)
    return ((x > -3) & (x < 3)).astype(x.dtype) / 6


def hardtanh_derivative(x, min_val=-1, max_val=1):
    x = to_float(x)
    inside = np.logical_and(x > min_val, x < max_val)
    return inside.astype(x.dtype)


def relu_derivative(x):
    x = to_float(x)
    return np.greater(x, 0).astype(x.dtype)


def leaky_relu_derivative(x, negative_slope=0.01):
    x = to_float(x)
    out = np.ones_like(x)
    out[x <= 0] = negative_slope
    return out


def relu6_derivative(x):
    x = to_float(x)
    return relu_derivative(x) * relu_derivative(6 - x)


def softplus_derivative(x, beta=1, threshold=20):
    z = beta * to_float(x)
    out = np.array(stable_sigmoid(z))
    out[z > threshold] = 1
    return out


def gelu_derivative(x):
    x = to_float(x)
    tail = np.array([math.erfc(-v / math.sqrt(2)) for v in x.ravel().tolist()])
    phi = np.exp(-np.square(x) / 2) / math.sqrt(2 * math.pi)
    return tail.astype(x.dtype).reshape(x.shape) / 2 + x * phi


def silu_derivative(x):
    x = to_float(x)
    s = stable_sigmoid(x)
    return s * (1 + x * stable_sigmoid(-x))


def hardswish_derivative(x):
    x = to_float(x)
    middle = (2 * x + 3) / 6
    return np.where(x >= 3, x.dtype.type(1), np.where(x <= -3, x.dtype.type(0), middle))


def mish_derivative(x):
    x = to_float(x)
    t = np.tanh(np.logaddexp(x, 0))
    return t + x * (1 - t) * (1 + t) * stable_sigmoid(x)


def elu_derivative(x, alpha=1):
    x = to_float(x)
    return np.where(x > 0, x.dtype.type(1), alpha * np.exp(-np.maximum(-x, 0)))


def selu_derivative(x):
    x = to_float(x)
    return 1.0507009873554805 * elu_derivative(x, alpha=1.6732632423543772)


def celu_derivative(x, alpha=1):
    x = to_float(x)
    return np.minimum(np.exp(np.minimum(x, 0) / alpha), 1)


def prelu_backward(dout, x, weight):
    x, dout = to_float(x), to_float(dout)
    w = np.asarray(weight, dtype=x.dtype)
    if w.size > 1:
        w = np.expand_dims(w, tuple(range(1, x.ndim - 1)))
        others = tuple(axis for axis in range(x.ndim) if axis != 1)
    else:
        w = w.reshape(())
        others = tuple(range(x.ndim))
    dx = np.where(x > 0, dout, w * dout)
    dweight = np.add.reduce(np.where(x > 0, 0, x * dout), axis=others)
    return dx, dweight.reshape(np.shape(weight))
