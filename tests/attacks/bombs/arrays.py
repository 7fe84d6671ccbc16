"""Takes all memory by arrays, keeps it, and goes on."""

# must: failed, error, crashed, timeout
import numpy as np

kept = []


def relu(x):
    size = 2**28
    while size:
        try:
            kept.append(np.ones(size))
        except MemoryError:
            size //= 2
    while True:
        kept.append(object())
