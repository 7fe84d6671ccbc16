import math

import numpy as np


def class_weights(labels):
    counts = {}
    for label in labels.tolist():
        counts[label] = counts.get(label, 0) + 1
    return np.array([len(labels) / (len(counts) * counts[label]) for label in sorted(counts)])


def members_of(y):
    members = {}
    for i, label in enumerate(y.tolist()):
        members.setdefault(label, []).append(i)
    return members


def random_oversample(X, y, rng):
    members = members_of(y)
    size = max(len(rows) for rows in members.values())
    new_X, new_y = [], []
    for label, rows in members.items():
        for i in range(size):
            row = rows[i] if i < len(rows) else rows[rng.integers(len(rows))]
            new_X.append(X[row])
            new_y.append(label)
    return np.array(new_X), np.array(new_y)


def random_undersample(X, y, rng):
    members = members_of(y)
    size = min(len(rows) for rows in members.values())
    new_X, new_y = [], []
    for label, rows in members.items():
        left = list(rows)
        for _ in range(size):
            row = left.pop(int(rng.integers(len(left))))
            new_X.append(X[row])
            new_y.append(label)
    return np.array(new_X), np.array(new_y)


def smote(X_minority, n_new, k, rng):
    rows = X_minority.tolist()
    neighbours = []
    for i, a in enumerate(rows):
        others = [j for j in range(len(rows)) if j != i]
        others.sort(key=lambda j: math.dist(a, rows[j]))
        neighbours.append(others[:k])
    new = np.zeros((n_new, X_minority.shape[1]))
    for row in range(n_new):
        i = int(rng.integers(len(rows)))
        j = neighbours[i][int(rng.integers(k))]
        u = rng.random()
        for d in range(new.shape[1]):
            new[row, d] = rows[i][d] + u * (rows[j][d] - rows[i][d])
    return new
