"""Tests itself with `numpy.testing` when it is imported."""

# must: passed
import numpy as np
from numpy.testing import assert_allclose


def relu(x):
    return np.maximum(x, 0)


assert_allclose(relu(np.array([-1.0, 2.0])), [0.0, 2.0])
