import math

import numpy as np


def channels_of(x):
    """For each channel, its numbers in one list of indices."""
    lists = [[] for _ in range(x.shape[1])]
    for i in np.ndindex(x.shape):
        lists[i[1]].append(i)
    return lists


def rows_of(x):
    """For each row along the last axis, its indices."""
    return [[(*row, j) for j in range(x.shape[-1])] for row in np.ndindex(x.shape[:-1])]


def mean_and_variance(numbers):
    mean = sum(numbers) / len(numbers)
    return mean, sum((v - mean) ** 2 for v in numbers) / len(numbers)


def as_floats(x, places):
    return [float(x[i]) for i in places]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    out = np.zeros(x.shape)
    new_mean, new_var = np.array(running_mean, dtype=float), np.array(running_var, dtype=float)
    for c, places in enumerate(channels_of(x)):
        if training:
            mean, var = mean_and_variance(as_floats(x, places))
            n = len(places)
            new_mean[c] += momentum * (mean - new_mean[c])
            new_var[c] += momentum * (var * n / (n - 1) - new_var[c])
        else:
            mean, var = running_mean[c], running_var[c]
        for i in places:
            out[i] = gamma[c] * (x[i] - mean) / math.sqrt(var + eps) + beta[c]
    return out, new_mean, new_var


def gradient_of_group(d, numbers, eps):
    """Gradient of the normalised numbers of one group, and the normalised numbers."""
    mean, var = mean_and_variance(numbers)
    std = math.sqrt(var + eps)
    n = len(numbers)
    normal = [(v - mean) / std for v in numbers]
    a = sum(d) / n
    b = sum(g * z for g, z in zip(d, normal)) / n
    return [(g - a - z * b) / std for g, z in zip(d, normal)], normal


def batchnorm_backward(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(len(gamma)), np.zeros(len(gamma))
    for c, places in enumerate(channels_of(x)):
        d = as_floats(dout, places)
        grads, normal = gradient_of_group([g * gamma[c] for g in d], as_floats(x, places), eps)
        for i, g in zip(places, grads):
            dx[i] = g
        dgamma[c] = sum(g * z for g, z in zip(d, normal))
        dbeta[c] = sum(d)
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, eps=1e-5):
    out = np.zeros(x.shape)
    for places in rows_of(x):
        mean, var = mean_and_variance(as_floats(x, places))
        for i in places:
            out[i] = gamma[i[-1]] * (x[i] - mean) / math.sqrt(var + eps) + beta[i[-1]]
    return out


def layernorm_backward(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(len(gamma)), np.zeros(len(gamma))
    for places in rows_of(x):
        d = as_floats(dout, places)
        grads, normal = gradient_of_group([g * w for g, w in zip(d, gamma)], as_floats(x, places), eps)
        for j, i in enumerate(places):
            dx[i] = grads[j]
            dgamma[j] += d[j] * normal[j]
            dbeta[j] += d[j]
    return dx, dgamma, dbeta


def groupnorm_forward(x, num_groups, gamma, beta, eps=1e-5):
    out = np.zeros(x.shape)
    size = x.shape[1] // num_groups
    for n in range(x.shape[0]):
        for g in range(num_groups):
            group = np.array(x[n, g * size : (g + 1) * size], dtype=float)
            mean, var = mean_and_variance(group.ravel().tolist())
            for c in range(g * size, (g + 1) * size):
                out[n, c] = gamma[c] * (x[n, c] - mean) / math.sqrt(var + eps) + beta[c]
    return out


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    out = np.zeros(x.shape)
    for n, c in np.ndindex(x.shape[:2]):
        mean, var = mean_and_variance(np.array(x[n, c], dtype=float).ravel().tolist())
        out[n, c] = gamma[c] * (x[n, c] - mean) / math.sqrt(var + eps) + beta[c]
    return out


def rmsnorm_forward(x, gamma, eps=1e-5):
    out = np.zeros(x.shape)
    for places in rows_of(x):
        square = sum(v * v for v in as_floats(x, places)) / len(places)
        for i in places:
            out[i] = gamma[i[-1]] * x[i] / math.sqrt(square + eps)
    return out
