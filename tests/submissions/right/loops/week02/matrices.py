"""Plain Python loops over rows and columns; matmul has one loop only, over the inner size."""

import math

import numpy as np


def transpose(A):
    m, n = A.shape
    turned = np.empty((n, m))
    for i in range(m):
        for j in range(n):
            turned[j, i] = A[i, j]
    return turned


def matrix_add(A, B):
    if A.shape != B.shape:
        raise ValueError("the matrices have different shapes")
    total = np.empty(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            total[i, j] = A[i, j] + B[i, j]
    return total


def add_scalar(A, c):
    total = np.empty(A.shape)
    for place in np.ndindex(A.shape):
        total[place] = A[place] + c
    return total


def matmul(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for k in range(A.shape[1]):
        C += np.outer(A[:, k], B[k])
    return C


def matvec(A, x):
    y = []
    for row in A.tolist():
        total = 0.0
        for a, v in zip(row, x.tolist()):
            total += a * v
        y.append(total)
    return np.array(y, dtype=float)


def trace(A):
    total = 0.0
    i = 0
    while i < A.shape[0] and i < A.shape[1]:
        total += float(A[i, i])
        i += 1
    return total


def frobenius_norm(A):
    return math.sqrt(sum(v * v for row in A.tolist() for v in row))
