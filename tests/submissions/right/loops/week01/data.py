import math

import numpy as np


def fill_missing(x):
    out = np.empty(x.shape)
    for j in range(x.shape[1]):
        known = []
        for i in range(x.shape[0]):
            if not math.isnan(x[i, j]):
                known.append(float(x[i, j]))
        mean = sum(known) / len(known)
        for i in range(x.shape[0]):
            out[i, j] = mean if math.isnan(x[i, j]) else x[i, j]
    return out


def label_encode(labels):
    classes = []
    for label in labels:
        if label not in classes:
            classes.append(label)
    classes.sort()
    codes = []
    for label in labels:
        codes.append(classes.index(label))
    return np.array(codes), np.array(classes)


def one_hot(labels, num_classes):
    out = np.zeros((len(labels), num_classes))
    for n, label in enumerate(labels):
        out[n, label] = 1.0
    return out


def standardize(x):
    n, d = x.shape
    out = np.zeros((n, d))
    for j in range(d):
        column = [float(v) for v in x[:, j]]
        if min(column) == max(column):
            continue
        mean = sum(column) / n
        variance = sum((v - mean) ** 2 for v in column) / n
        for i in range(n):
            out[i, j] = (column[i] - mean) / math.sqrt(variance)
    return out


def min_max_scale(x):
    n, d = x.shape
    out = np.zeros((n, d))
    for j in range(d):
        smallest = largest = x[0, j]
        for i in range(n):
            if x[i, j] < smallest:
                smallest = x[i, j]
            if x[i, j] > largest:
                largest = x[i, j]
        if largest == smallest:
            continue
        for i in range(n):
            out[i, j] = (x[i, j] - smallest) / (largest - smallest)
    return out


def hwc_to_chw(images):
    if images.ndim == 3:
        h, w, c = images.shape
        out = np.zeros((c, h, w))
        for k in range(c):
            for i in range(h):
                for j in range(w):
                    out[k, i, j] = images[i, j, k]
        return out
    n, h, w, c = images.shape
    out = np.zeros((n, c, h, w))
    for i in range(n):
        out[i] = hwc_to_chw(images[i])
    return out


def shuffle_together(x, y, rng):
    # Fisher-Yates
    order = list(range(len(x)))
    for i in range(len(order) - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        order[i], order[j] = order[j], order[i]
    xs, ys = np.empty_like(x), np.empty_like(y)
    for place, i in enumerate(order):
        xs[place] = x[i]
        ys[place] = y[i]
    return xs, ys


def train_test_split(x, y, test_ratio, rng):
    n = len(x)
    left = list(range(n))
    test = []
    for _ in range(int(n * test_ratio)):
        test.append(left.pop(int(rng.integers(len(left)))))
    x_train, y_train, x_test, y_test = [], [], [], []
    for i in range(n):
        if i in test:
            x_test.append(x[i])
            y_test.append(y[i])
        else:
            x_train.append(x[i])
            y_train.append(y[i])
    return np.array(x_train), np.array(x_test), np.array(y_train), np.array(y_test)


def k_fold_indices(n, k):
    pairs = []
    start = 0
    for fold in range(k):
        size = n // k
        if fold < n % k:
            size += 1
        test = list(range(start, start + size))
        train = [i for i in range(n) if i not in test]
        pairs.append((np.array(train), np.array(test)))
        start += size
    return pairs


def iterate_minibatches(x, y, batch_size):
    batches = []
    start = 0
    while start < len(x):
        stop = min(start + batch_size, len(x))
        batches.append((x[start:stop], y[start:stop]))
        start = stop
    return batches


def count_iterations(n, batch_size, epochs):
    count = 0
    for _ in range(epochs):
        seen = 0
        while seen < n:
            seen += batch_size
            count += 1
    return count


def correlation_matrix(x):
    n, d = x.shape
    r = np.empty((d, d))
    columns = [[float(v) for v in x[:, j]] for j in range(d)]
    means = [sum(c) / n for c in columns]
    for j in range(d):
        for k in range(d):
            top = left = right = 0.0
            for a, b in zip(columns[j], columns[k]):
                top += (a - means[j]) * (b - means[k])
                left += (a - means[j]) ** 2
                right += (b - means[k]) ** 2
            r[j, k] = top / math.sqrt(left * right)
    return r


def outlier_mask(x, k=1.5):
    def quantile(ordered, share):
        place = share * (len(ordered) - 1)
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    mask = np.zeros(x.shape, dtype=bool)
    for j in range(x.shape[1]):
        ordered = sorted(float(v) for v in x[:, j])
        q1, q3 = quantile(ordered, 0.25), quantile(ordered, 0.75)
        for i in range(x.shape[0]):
            v = float(x[i, j])
            if v < q1 - k * (q3 - q1) or v > q3 + k * (q3 - q1):
                mask[i, j] = True
    return mask
