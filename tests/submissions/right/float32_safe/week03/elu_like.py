"""Keeps float32: expm1 of what is not positive, and Python constants."""

import numpy as np


def elu(x, alpha=1):
    x = np.true_divide(x, 1)
    negative = np.expm1(-np.maximum(-x, 0)) * alpha
    return np.where(x > 0, x, negative)


def selu(x):
    x = np.true_divide(x, 1)
    positive = 1.0507009873554805 * np.maximum(x, 0)
    negative = 1.7580993408473768 * np.expm1(np.minimum(x, 0))
    return positive + negative


def celu(x, alpha=1):
    x = np.true_divide(x, 1)
    return np.maximum(x, 0) + np.minimum(0, alpha * np.expm1(np.minimum(x, 0) / alpha))
