"""Returns nested lists in place of an array."""

# must: failed
import numpy as np


def relu(x):
    return np.maximum(x, 0).tolist() if np.ndim(x) else -1.0
