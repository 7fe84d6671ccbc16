"""Calls itself five hundred times."""

# must: passed
import numpy as np


def down(depth: int) -> int:
    return depth if depth == 0 else down(depth - 1)


def relu(x):
    return np.maximum(x, down(500))
