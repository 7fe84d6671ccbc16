"""Plain Python loops over the elements."""

import math

import numpy as np


def dot(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += float(x) * float(y)
    return total


def neuron_output(x, w, b):
    z = float(b)
    for i in range(len(x)):
        z += float(w[i]) * float(x[i])
    return z


def l1_norm(x):
    total = 0.0
    for v in x.flat:
        total += abs(float(v))
    return total


def l2_norm(x):
    total = 0.0
    for v in x.flat:
        total += float(v) ** 2
    return math.sqrt(total)


def cosine_similarity(a, b):
    product = squares_a = squares_b = 0.0
    for x, y in zip(a.tolist(), b.tolist()):
        product += x * y
        squares_a += x * x
        squares_b += y * y
    return product / max(math.sqrt(squares_a), 1e-8) / max(math.sqrt(squares_b), 1e-8)


def outer(a, b):
    table = np.empty((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = a[i] * b[j]
    return table
