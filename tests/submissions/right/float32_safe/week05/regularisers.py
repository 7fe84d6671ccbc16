"""Keeps float32: factors are Python numbers, sums are made by NumPy."""

import numpy as np


def l1_penalty(w, lam, m):
    return np.sum(np.absolute(w)) * (lam / m)


def l2_penalty(w, lam, m):
    w = np.asarray(w)
    return np.sum(w * w) * (lam / (2 * m))


def _errors(theta, X, y):
    return np.matmul(X, theta) - y


def ridge_loss(theta, X, y, lam):
    return np.mean(np.square(_errors(theta, X, y))) * 0.5 + l2_penalty(theta, lam, y.shape[0])


def ridge_gradient(theta, X, y, lam):
    m = y.shape[0]
    return _errors(theta, X, y) @ X / m + (lam / m) * theta


def lasso_loss(theta, X, y, lam):
    return np.mean(np.square(_errors(theta, X, y))) * 0.5 + l1_penalty(theta, lam, y.shape[0])


def lasso_gradient(theta, X, y, lam):
    m = y.shape[0]
    return _errors(theta, X, y) @ X / m + (lam / m) * np.sign(theta)


def elastic_net_penalty(w, lam, m, l1_ratio=0.5):
    return l1_ratio * l1_penalty(w, lam, m) + (1 - l1_ratio) * l2_penalty(w, lam, m)
