"""Takes a temporary array of half a gigabyte."""

# must: passed
import numpy as np


def relu(x):
    buffer = np.zeros(500 * 2**20 // 8)
    buffer[::65536] = 1.0
    return np.maximum(x, buffer[1])
