import numpy as np


def fill_missing(x):
    # mean = first known number of the column + mean of the differences to it
    known = np.isfinite(x)
    first = np.take_along_axis(x, known.argmax(axis=0)[None], axis=0)
    differences = np.nan_to_num(x - first)
    mean = first + differences.sum(axis=0) / known.sum(axis=0)
    filled = x.copy()
    rows, columns = np.nonzero(~known)
    filled[rows, columns] = mean[0, columns]
    return filled


def label_encode(labels):
    # the code of a label: how many classes are smaller
    ordered = np.sort(labels)
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    classes = ordered[is_new]
    return np.searchsorted(classes, labels), classes


def one_hot(labels, num_classes):
    return (np.arange(num_classes) == np.reshape(labels, (-1, 1))).astype(np.int64)


def standardize(x):
    # differences of all pairs: var = mean (x_i - x_j)^2 / 2
    differences = x[:, None, :].astype(float) - x[None, :, :]
    deviation = differences.mean(axis=1)
    variance = (differences**2).mean(axis=(0, 1)) / 2
    return deviation * np.where(variance > 0, np.where(variance > 0, variance, 1) ** -0.5, 0)


def min_max_scale(x):
    x = x.astype(float)
    top = np.max(x, axis=0)
    span = np.ptp(x, axis=0)
    span[span == 0] = np.inf
    scaled = 1 - (top - x) / span
    return np.where(np.isinf(span), 0.0, scaled)


def hwc_to_chw(images):
    return np.stack([images[..., c] for c in range(images.shape[-1])], axis=-3)


def shuffle_together(x, y, rng):
    # sort by random numbers
    order = np.argsort(rng.random(len(y)))
    return np.take(x, order, axis=0), np.take(y, order, axis=0)


def train_test_split(x, y, test_ratio, rng):
    test = np.zeros(len(x), dtype=bool)
    test[rng.choice(len(x), size=int(len(x) * test_ratio), replace=False)] = True
    return x[~test], x[test], y[~test], y[test]


def k_fold_indices(n, k):
    # fold of index i: the longer folds first
    size, longer = divmod(n, k)
    border = longer * (size + 1)
    i = np.arange(n)
    fold = np.where(i < border, i // (size + 1), longer + (i - border) // size)
    return [(np.flatnonzero(fold != f), np.flatnonzero(fold == f)) for f in range(k)]


def iterate_minibatches(x, y, batch_size):
    cuts = np.arange(batch_size, len(x), batch_size)
    return list(zip(np.split(x, cuts), np.split(y, cuts)))


def count_iterations(n, batch_size, epochs):
    full, rest = divmod(n, batch_size)
    return epochs * (full + (rest > 0))


def correlation_matrix(x):
    return np.corrcoef(x.T)


def outlier_mask(x, k=1.5):
    q1 = np.percentile(x, 25, axis=0)
    q3 = np.percentile(x, 75, axis=0)
    # distance beyond the box, in either direction
    beyond = np.maximum(q1 - x, x - q3)
    return beyond > k * (q3 - q1)
