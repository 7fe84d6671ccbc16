"""Keeps a cache and counts its calls in a global."""

# must: passed
import functools

import numpy as np

calls = 0


@functools.lru_cache(maxsize=128)
def of_number(number: float) -> float:
    return number if number > 0 else 0.0


def relu(x):
    global calls
    calls += 1
    x = np.asarray(x, dtype=float)
    return np.array([of_number(float(number)) for number in x.ravel()]).reshape(x.shape)
