"""Returns the answer three times over, along an axis of its own, which broadcasts away in a careless comparison."""

# must: failed
import numpy as np


def relu(x):
    return np.broadcast_to(np.maximum(x, 0), (3, *np.shape(x)))
