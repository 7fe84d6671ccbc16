import numpy as np


def lower_triangle(n):
    # 1 where the column (a value) is not later than the row (a step)
    return np.tri(n)


def ages(n):
    steps = np.arange(n)
    return np.maximum(steps[:, None] - steps[None, :], 0)


def cumulative_squares(x):
    return np.tensordot(lower_triangle(len(x)), x * x, axes=1)


def ema(x, alpha):
    # all weights written down: (1 - alpha)^age, times alpha for all values but the first
    n = len(x)
    weights = lower_triangle(n) * (1.0 - alpha) ** ages(n)
    weights[:, 1:] *= alpha
    return np.tensordot(weights, x, axes=1)


def ema_alpha(window):
    mean_age = (window - 1) / 2
    return 1 / (mean_age + 1)


def bias_corrected_ema(x, beta):
    # a weighted mean: the weights beta^age divided by their sum
    n = len(x)
    weights = lower_triangle(n) * float(beta) ** ages(n)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.tensordot(weights, x, axes=1)
