"""Keeps the precision that it is given; whole numbers become float64."""

from collections import Counter

import numpy as np


def floats(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def add_ones(X):
    X = floats(X)
    return np.hstack([np.ones((X.shape[0], 1), dtype=X.dtype), X])


def least_squares(X, y):
    q, r = np.linalg.qr(add_ones(X))
    return np.linalg.solve(r, q.T @ floats(y))


def gradient_descent_linear(X, y, lr, steps):
    A, y = add_ones(X), floats(y)
    w = np.zeros(A.shape[1], dtype=A.dtype)
    for _ in range(steps):
        w = w - lr * 2 * np.mean((A @ w - y)[:, None] * A, axis=0)
    return w


def logistic_regression_step(w, b, X, y, lr):
    w, X = floats(w), floats(X)
    z = X @ w + b
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    error = (p - y).astype(z.dtype)
    dw = error @ X / len(y)
    return w - lr * dw, b - lr * np.sum(error) / len(y)


def k_nearest_neighbours(X_train, y_train, X, k):
    out = np.empty(len(X), dtype=y_train.dtype)
    for i, x in enumerate(X):
        distance = np.sqrt(np.square(X_train - x).sum(axis=1))
        order = distance.argsort(kind="mergesort")
        counts = Counter(y_train[order[:k]].tolist())
        most = max(counts.values())
        out[i] = min(label for label, count in counts.items() if count == most)
    return out


def kmeans_step(X, centroids):
    X, centroids = floats(X), floats(centroids)
    table = np.stack([np.square(X - c).sum(axis=-1) for c in centroids], axis=1)
    labels = table.argmin(axis=1)
    moved = [X[labels == k].mean(axis=0) if np.any(labels == k) else c for k, c in enumerate(centroids)]
    return labels, np.stack(moved)


def discounted_return(rewards, gamma):
    rewards = floats(rewards)
    weights = np.cumprod(np.concatenate([[1.0], np.full(len(rewards), gamma)]))[:-1]
    return np.dot(weights.astype(rewards.dtype), rewards)


def q_learning_update(Q, s, a, r, s_next, alpha, gamma):
    Q = floats(Q).copy()
    best = np.max(Q[s_next])
    Q[s, a] = Q[s, a] + alpha * (r + gamma * best - Q[s, a])
    return Q


def epsilon_greedy(q_values, epsilon, rng):
    greedy = int(np.argmax(q_values))
    anything = int(rng.random(dtype=np.float32) * len(q_values))
    return anything if rng.random() >= 1 - epsilon else greedy
