"""Returns complex numbers whose imaginary part is zero."""

# must: failed
import numpy as np


def relu(x):
    return np.maximum(x, 0) + 0j
