"""Keeps float32: whole arrays at a time, no constants that widen the result."""

import numpy as np


def dot(a, b):
    return np.add.reduce(np.multiply(a, b))


def neuron_output(x, w, b):
    return np.dot(x, w) + b


def l1_norm(x):
    return np.sum(np.abs(x))


def l2_norm(x):
    flat = np.ravel(x)
    return np.sqrt(np.dot(flat, flat))


def cosine_similarity(a, b):
    def length(v):
        return np.maximum(np.sqrt(np.dot(v, v)), 1e-8)

    return np.dot(a, b) / (length(a) * length(b))


def outer(a, b):
    return np.outer(a, b)
