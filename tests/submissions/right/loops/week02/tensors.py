"""Plain Python loops over shapes, characters and indices."""

import numpy as np


def describe(t):
    size = 1
    shape = []
    for n in t.shape:
        size *= n
        shape.append(n)
    return len(shape), tuple(shape), size


def broadcast_shape(a, b):
    a, b = list(a), list(b)
    while len(a) < len(b):
        a.insert(0, 1)
    while len(b) < len(a):
        b.insert(0, 1)
    result = []
    for i in range(len(a)):
        if a[i] == b[i] or b[i] == 1:
            result.append(a[i])
        elif a[i] == 1:
            result.append(b[i])
        else:
            raise ValueError(f"axis {i}: {a[i]} and {b[i]}")
    return tuple(result)


def broadcast_add(A, B):
    shape = broadcast_shape(A.shape, B.shape)
    total = np.empty(shape)
    for place in np.ndindex(shape):
        value = 0.0
        for X in (A, B):
            behind = place[len(place) - X.ndim :]
            value += X[tuple(0 if n == 1 else i for i, n in zip(behind, X.shape))]
        total[place] = value
    return total


def encode_tweet(text, length=140, vocab=128):
    rows = []
    for i in range(length):
        row = [0.0] * vocab
        if i < len(text):
            code = ord(text[i])
            if code < vocab:
                row[code] = 1.0
        rows.append(row)
    return np.array(rows)


def stack_batch(list_of_arrays):
    shape = list_of_arrays[0].shape
    batch = np.empty((len(list_of_arrays), *shape))
    for i, example in enumerate(list_of_arrays):
        if example.shape != shape:
            raise ValueError(f"example {i} has shape {example.shape}, the first has {shape}")
        batch[i] = example
    return batch


def channels_last_to_first(t):
    out = np.empty((t.shape[0], t.shape[-1], *t.shape[1:-1]))
    for n in range(t.shape[0]):
        for c in range(t.shape[-1]):
            out[n, c] = t[n, ..., c]
    return out


def flatten_batch(t):
    width = 1
    for n in t.shape[1:]:
        width *= n
    out = np.empty((t.shape[0], width))
    for i in range(t.shape[0]):
        for j, v in enumerate(t[i].flat):
            out[i, j] = v
    return out


def unsqueeze(t, dim):
    if dim < 0:
        dim += t.ndim + 1
    shape = []
    for i in range(t.ndim + 1):
        if i == dim:
            shape.append(1)
        if i < t.ndim:
            shape.append(t.shape[i])
    return t.reshape(shape)


def squeeze(t, dim):
    shape = []
    for i, n in enumerate(t.shape):
        if n != 1 or i not in (dim, dim + t.ndim):
            shape.append(n)
    return t.reshape(shape)


def stocks_to_tensor(table, weeks, days, minutes):
    if len(table) != weeks * days * minutes:
        raise ValueError("wrong number of rows")
    out = np.empty((weeks, days, minutes, table.shape[1]))
    row = 0
    for w in range(weeks):
        for d in range(days):
            for m in range(minutes):
                out[w, d, m] = table[row]
                row += 1
    return out


def einsum_bij_bjk(a, b):
    out = np.zeros((a.shape[0], a.shape[1], b.shape[2]))
    for n in range(a.shape[0]):
        for i in range(a.shape[1]):
            for k in range(b.shape[2]):
                for j in range(a.shape[2]):
                    out[n, i, k] += a[n, i, j] * b[n, j, k]
    return out
