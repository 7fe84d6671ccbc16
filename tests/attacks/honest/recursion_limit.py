"""Raises the limit of recursion and calls itself two thousand times."""

# must: passed
import sys

import numpy as np

sys.setrecursionlimit(5000)


def down(depth: int) -> int:
    return depth if depth == 0 else down(depth - 1)


def relu(x):
    return np.maximum(x, down(2000))
