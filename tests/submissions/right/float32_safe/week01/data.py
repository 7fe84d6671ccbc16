"""Data preparation that stays in the dtype of its input: float32 in, float32 out."""

import numpy as np


def as_float(x):
    """x as it is if it is floating point, else float64."""
    x = np.asarray(x)
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)


def fill_missing(x):
    x = as_float(x)
    missing = np.isnan(x)
    total = np.sum(x, axis=0, where=~missing, dtype=np.float64)
    count = np.count_nonzero(~missing, axis=0)
    out = x.copy()
    np.copyto(out, (total / count).astype(x.dtype), where=missing)
    return out


def label_encode(labels):
    classes = np.array(sorted(set(labels.tolist())), dtype=labels.dtype)
    lookup = {label: code for code, label in enumerate(classes.tolist())}
    codes = np.fromiter((lookup[label] for label in labels.tolist()), dtype=np.int32, count=len(labels))
    return codes, classes


def one_hot(labels, num_classes):
    out = np.zeros((labels.shape[0], num_classes), dtype=np.float32)
    np.put_along_axis(out, labels[:, np.newaxis], 1, axis=1)
    return out


def standardize(x):
    x = as_float(x)
    centred = x - x.mean(axis=0, dtype=np.float64)
    std = np.sqrt(np.mean(np.square(centred), axis=0))
    constant = (x == x[0]).all(axis=0)
    std[constant] = 1
    out = centred / std
    out[:, constant] = 0
    return out.astype(x.dtype)


def min_max_scale(x):
    x = as_float(x)
    lowest = x.min(axis=0)
    span = x.max(axis=0) - lowest
    return (x - lowest) / np.where(span == 0, np.ones_like(span), span)


def hwc_to_chw(images):
    if images.ndim == 4:
        return np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    return np.ascontiguousarray(images.transpose(2, 0, 1))


def shuffle_together(x, y, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    return x[order].copy(), y[order].copy()


def train_test_split(x, y, test_ratio, rng):
    n_test = int(np.floor(len(x) * test_ratio))
    n_train = len(x) - n_test
    shuffled = rng.permutation(len(x))
    train = np.sort(shuffled[:n_train])
    test = np.sort(shuffled[n_train:])
    return x[train], x[test], y[train], y[test]


def k_fold_indices(n, k):
    sizes = np.full(k, n // k)
    sizes[: n % k] += 1
    stops = np.cumsum(sizes)
    indices = np.arange(n, dtype=np.int32)
    folds = []
    for start, stop in zip(stops - sizes, stops):
        folds.append((np.delete(indices, slice(start, stop)), indices[start:stop]))
    return folds


def iterate_minibatches(x, y, batch_size):
    count = (len(x) + batch_size - 1) // batch_size
    batches = []
    for b in range(count):
        batch = slice(b * batch_size, (b + 1) * batch_size)
        batches.append((x[batch].copy(), y[batch].copy()))
    return batches


def count_iterations(n, batch_size, epochs):
    return int(np.ceil(n / batch_size)) * epochs


def correlation_matrix(x):
    x = as_float(x)
    centred = x - np.mean(x, axis=0)
    centred = centred / np.abs(centred).max(axis=0)
    unit = centred / np.linalg.norm(centred, axis=0)
    return unit.T @ unit


def outlier_mask(x, k=1.5):
    q1, q3 = np.percentile(as_float(x), [25, 75], axis=0)
    iqr = q3 - q1
    inside = (x >= q1 - k * iqr) & (x <= q3 + k * iqr)
    return ~inside
