"""Plain Python loops: the slope at one number, for one number after the other."""

import math

import numpy as np


def each(slope, x):
    out = np.zeros(np.shape(x))
    for i in np.ndindex(out.shape):
        out[i] = slope(float(x[i]))
    return out


def logistic(v):
    if v < 0:
        e = math.exp(v)
        return e / (1 + e)
    return 1 / (1 + math.exp(-v))


def softsign_derivative(x):
    return each(lambda v: 1 / (1 + abs(v)) ** 2, x)


def tanhshrink_derivative(x):
    return each(lambda v: math.tanh(v) ** 2, x)


def softshrink_derivative(x, lambd=0.5):
    def slope(v):
        if v > lambd or v < -lambd:
            return 1
        return 0

    return each(slope, x)


def hardshrink_derivative(x, lambd=0.5):
    return each(lambda v: 0 if -lambd <= v <= lambd else 1, x)


def sigmoid_derivative(x):
    return each(lambda v: logistic(v) * (1 - logistic(v)), x)


def logsigmoid_derivative(x):
    return each(lambda v: logistic(-v), x)


def tanh_derivative(x):
    def slope(v):
        t = math.tanh(v)
        return (1 - t) * (1 + t)

    return each(slope, x)


def hardsigmoid_derivative(x):
    return each(lambda v: 1 / 6 if -3 < v < 3 else 0, x)


def hardtanh_derivative(x, min_val=-1, max_val=1):
    def slope(v):
        if v <= min_val:
            return 0
        if v >= max_val:
            return 0
        return 1

    return each(slope, x)


def relu_derivative(x):
    return each(lambda v: 1 if v > 0 else 0, x)


def leaky_relu_derivative(x, negative_slope=0.01):
    return each(lambda v: 1 if v > 0 else negative_slope, x)


def relu6_derivative(x):
    return each(lambda v: 1 if 0 < v < 6 else 0, x)


def softplus_derivative(x, beta=1, threshold=20):
    def slope(v):
        z = beta * v
        return 1 if z > threshold else logistic(z)

    return each(slope, x)


def gelu_derivative(x):
    def slope(v):
        phi = math.exp(-v * v / 2) / math.sqrt(2 * math.pi)
        return (1 + math.erf(v / math.sqrt(2))) / 2 + v * phi

    return each(slope, x)


def silu_derivative(x):
    def slope(v):
        s = logistic(v)
        return s * (1 + v * (1 - s))

    return each(slope, x)


def hardswish_derivative(x):
    def slope(v):
        if v <= -3:
            return 0
        if v >= 3:
            return 1
        return (2 * v + 3) / 6

    return each(slope, x)


def mish_derivative(x):
    def slope(v):
        if v > 30:
            return 1
        gate = math.tanh(math.log1p(math.exp(v)))
        return gate + v * (1 - gate * gate) * logistic(v)

    return each(slope, x)


def elu_derivative(x, alpha=1):
    return each(lambda v: 1 if v > 0 else alpha * math.exp(v), x)


def selu_derivative(x):
    alpha = 1.6732632423543772
    scale = 1.0507009873554805
    return each(lambda v: scale if v > 0 else scale * alpha * math.exp(v), x)


def celu_derivative(x, alpha=1):
    return each(lambda v: 1 if v > 0 else math.exp(v / alpha), x)


def prelu_backward(dout, x, weight):
    slopes = np.ravel(weight).tolist()
    dx = np.zeros(x.shape)
    dslopes = [0.0] * len(slopes)
    for i in np.ndindex(x.shape):
        c = 0 if len(slopes) == 1 else i[1]
        if x[i] > 0:
            dx[i] = dout[i]
        else:
            dx[i] = slopes[c] * dout[i]
            dslopes[c] += float(x[i]) * float(dout[i])
    if np.ndim(weight) == 0:
        return dx, dslopes[0]
    return dx, np.array(dslopes)
