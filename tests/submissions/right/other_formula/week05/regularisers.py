"""Other formulas: norms, and ridge as least squares on more rows."""

import numpy as np


def l1_penalty(w, lam, m):
    return lam / m * np.linalg.norm(np.ravel(w), ord=1)


def l2_penalty(w, lam, m):
    flat = np.ravel(w).astype(float)
    return 0.5 * (lam / m) * np.vdot(flat, flat)


def with_penalty_rows(theta, X, y, lam):
    # one row √λ·eⱼ with target 0 for each weight: its squared error is λ·θⱼ²
    rows = np.sqrt(lam) * np.eye(len(theta))
    return np.vstack([X, rows]), np.concatenate([y, np.zeros(len(theta))])


def ridge_loss(theta, X, y, lam):
    rows, targets = with_penalty_rows(theta, X, y, lam)
    residual = targets - rows @ theta
    return residual @ residual / (2 * len(y))


def ridge_gradient(theta, X, y, lam):
    rows, targets = with_penalty_rows(theta, X, y, lam)
    return -rows.T @ (targets - rows @ theta) / len(y)


def lasso_loss(theta, X, y, lam):
    m, _ = X.shape
    # Σ|θ| is what θ makes of its own signs
    return 0.5 * np.mean((y - np.dot(X, theta)) ** 2) + lam / m * np.dot(theta, np.sign(theta))


def lasso_gradient(theta, X, y, lam):
    m = X.shape[0]
    slope = (theta > 0).astype(float) - (theta < 0)
    return np.einsum("ij,i->j", X, X @ theta - y) / m + lam * slope / m


def elastic_net_penalty(w, lam, m, l1_ratio=0.5):
    size = np.abs(w)
    return np.sum(size * (l1_ratio + (1 - l1_ratio) / 2 * size)) * lam / m
