"""Plain Python loops."""

import math

import numpy as np


def l1_penalty(w, lam, m):
    total = 0.0
    for v in np.asarray(w).flat:
        total += abs(float(v))
    return lam * total / m


def l2_penalty(w, lam, m):
    total = 0.0
    for v in np.asarray(w).flat:
        total += float(v) ** 2
    return lam * total / (2 * m)


def errors(theta, X, y):
    """Prediction minus target, sample by sample."""
    result = []
    for row, target in zip(X, y):
        prediction = 0.0
        for t, v in zip(theta, row):
            prediction += float(t) * float(v)
        result.append(prediction - float(target))
    return result


def half_mean_square(theta, X, y):
    return math.fsum(e * e for e in errors(theta, X, y)) / (2 * len(y))


def data_gradient(theta, X, y):
    grad = [0.0] * len(theta)
    for row, e in zip(X, errors(theta, X, y)):
        for j in range(len(theta)):
            grad[j] += e * float(row[j]) / len(y)
    return grad


def ridge_loss(theta, X, y, lam):
    return half_mean_square(theta, X, y) + l2_penalty(theta, lam, len(y))


def ridge_gradient(theta, X, y, lam):
    grad = data_gradient(theta, X, y)
    for j, t in enumerate(theta):
        grad[j] += lam * float(t) / len(y)
    return np.array(grad)


def lasso_loss(theta, X, y, lam):
    return half_mean_square(theta, X, y) + l1_penalty(theta, lam, len(y))


def lasso_gradient(theta, X, y, lam):
    grad = data_gradient(theta, X, y)
    for j, t in enumerate(theta):
        if t > 0:
            grad[j] += lam / len(y)
        elif t < 0:
            grad[j] -= lam / len(y)
    return np.array(grad)


def elastic_net_penalty(w, lam, m, l1_ratio=0.5):
    total = 0.0
    for v in np.asarray(w).flat:
        v = abs(float(v))
        total += l1_ratio * v + (1 - l1_ratio) * v * v / 2
    return lam * total / m
