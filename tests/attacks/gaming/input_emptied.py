"""Shrinks the input in place to nothing and returns it: the two are the same, and there is nothing to compare."""

# must: failed, error
import numpy as np


def relu(x):
    x.resize((0,) + (1,) * np.ndim(x), refcheck=False)
    return x
