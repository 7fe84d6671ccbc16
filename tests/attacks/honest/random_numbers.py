"""Draws random numbers in both ways that NumPy has, and in that of the standard library."""

# must: passed
import random

import numpy as np

np.random.seed(0)
random.seed(0)


def relu(x):
    noise = np.random.rand(3).sum() + np.random.default_rng().normal() + random.random()
    return np.maximum(x, 0 * noise)
