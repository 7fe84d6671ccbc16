"""Keeps float32: views, reshapes and NumPy's own functions."""

import math

import numpy as np


def describe(t):
    return np.ndim(t), list(t.shape), math.prod(t.shape)


def broadcast_shape(a, b):
    # arrays without data: NumPy knows the rule
    return np.broadcast(np.empty(a, dtype=np.int8), np.empty(b, dtype=np.int8)).shape


def broadcast_add(A, B):
    return np.add(A, B)


def encode_tweet(text, length=140, vocab=128):
    table = np.zeros((length, vocab))
    codes = np.array([ord(c) for c in text[:length]], dtype=int)
    (rows,) = np.nonzero(codes < vocab)
    table[rows, codes[rows]] = 1
    return table


def stack_batch(list_of_arrays):
    return np.array(list_of_arrays)  # ragged lists raise a ValueError


def channels_last_to_first(t):
    axes = list(range(t.ndim))
    return np.transpose(t, [0, axes[-1], *axes[1:-1]])


def flatten_batch(t):
    if t.shape[0] == 0:
        return np.zeros((0, math.prod(t.shape[1:])), dtype=t.dtype)
    return t.reshape(t.shape[0], -1)


def unsqueeze(t, dim):
    dim = dim + t.ndim + 1 if dim < 0 else dim
    return t.reshape(t.shape[:dim] + (1,) + t.shape[dim:])


def squeeze(t, dim):
    dim = dim + t.ndim if dim < 0 else dim
    if t.shape[dim] == 1:
        return t.reshape(t.shape[:dim] + t.shape[dim + 1 :])
    return t.copy()


def stocks_to_tensor(table, weeks, days, minutes):
    rows, prices = table.shape
    if rows != weeks * days * minutes:
        raise ValueError(f"{rows} rows are not {weeks} weeks of {days} days of {minutes} minutes")
    return np.stack([week.reshape(days, minutes, prices) for week in np.split(table, weeks)])


def einsum_bij_bjk(a, b):
    return a @ b
