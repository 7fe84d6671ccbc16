import numpy as np


def class_weights(labels):
    classes = np.unique(labels)
    shares = (labels[:, None] == classes).mean(axis=0)
    return 1 / (classes.size * shares)


def random_oversample(X, y, rng):
    classes, counts = np.unique(y, return_counts=True)
    parts = [(X, y)]
    for label, count in zip(classes, counts):
        Xc, yc = X[y == label], y[y == label]
        extra = rng.integers(0, count, size=max(counts) - count)
        parts.append((Xc[extra], yc[extra]))
    new_X = np.concatenate([p[0] for p in parts])
    new_y = np.concatenate([p[1] for p in parts])
    order = rng.permutation(len(new_y))
    return new_X[order], new_y[order]


def random_undersample(X, y, rng):
    # shuffle everything, then keep the first m of each class
    order = rng.permutation(len(y))
    y_shuffled = y[order]
    m = np.unique(y, return_counts=True)[1].min()
    same = y_shuffled[:, None] == y_shuffled
    earlier = np.tril(same, -1).sum(axis=1)
    kept = order[earlier < m]
    return X[kept], y[kept]


def smote(X_minority, n_new, k, rng):
    gram = X_minority @ X_minority.T
    squares = np.diag(gram)
    distances = squares[:, None] + squares - 2 * gram
    distances[np.arange(len(X_minority)), np.arange(len(X_minority))] = -1
    nearest = np.argsort(distances, axis=1)[:, 1 : k + 1]
    base = rng.choice(len(X_minority), size=n_new)
    column = np.floor(k * rng.random(n_new)).astype(int)
    other = nearest[base, column]
    weight = rng.uniform(0, 1, size=n_new)[:, None]
    return (1 - weight) * X_minority[base] + weight * X_minority[other]
