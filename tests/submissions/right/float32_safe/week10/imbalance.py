import numpy as np


def class_weights(labels):
    _, inverse = np.unique(labels, return_inverse=True)
    counts = np.bincount(inverse).astype(np.float64)
    return labels.size / counts.size / counts


def _take(X, y, rows):
    rows = np.asarray(rows, dtype=np.int64)
    return np.take(X, rows, axis=0), np.take(y, rows)


def random_oversample(X, y, rng):
    labels = np.unique(y)
    groups = [np.nonzero(y == label)[0] for label in labels]
    largest = max(len(group) for group in groups)
    rows = []
    for group in groups:
        rows.extend(group)
        missing = largest - len(group)
        if missing:
            rows.extend(rng.choice(group, size=missing, replace=True))
    return _take(X, y, rows)


def random_undersample(X, y, rng):
    labels = np.unique(y)
    groups = [np.nonzero(y == label)[0] for label in labels]
    smallest = min(len(group) for group in groups)
    rows = []
    for group in groups:
        rows.extend(rng.permutation(group)[:smallest])
    return _take(X, y, sorted(rows))


def smote(X_minority, n_new, k, rng):
    new = np.empty((n_new, X_minority.shape[1]), dtype=X_minority.dtype)
    for row in range(n_new):
        i = rng.integers(len(X_minority))
        offsets = X_minority - X_minority[i]
        squares = np.sum(offsets * offsets, axis=1)
        order = [j for j in np.argsort(squares) if j != i]
        j = order[rng.integers(k)]
        new[row] = X_minority[i] + X_minority.dtype.type(rng.random()) * offsets[j]
    return new
