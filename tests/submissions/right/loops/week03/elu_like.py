"""Plain Python loops: walking the output with `np.nditer`, or a while loop over flat positions."""

import math

import numpy as np


def elu(x, alpha=1):
    y = np.array(x, dtype=np.float64, copy=True, order="C")
    flat = y.reshape(-1)
    k = 0
    while k < flat.size:
        if flat[k] <= 0:
            flat[k] = alpha * math.expm1(flat[k])
        k += 1
    return y


def selu(x):
    a = 1.6732632423543772848170429916717
    s = 1.0507009873554804934193349852946
    y = np.array(x, dtype=np.float64)
    with np.nditer(y, op_flags=[["readwrite"]], flags=["zerosize_ok"]) as it:
        for v in it:
            if v > 0:
                v[...] = s * v
            else:
                v[...] = s * a * math.expm1(v)
    return y


def celu(x, alpha=1):
    values = [float(v) for v in np.ravel(x)]
    for k, v in enumerate(values):
        if v < 0:
            values[k] = alpha * math.expm1(v / alpha)
    return np.array(values).reshape(np.shape(x))
