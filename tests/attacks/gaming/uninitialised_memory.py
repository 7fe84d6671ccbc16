"""Returns memory that it never wrote, hoping that the expected answer lay there before; NumPy is told to agree."""

# must: failed, error
import numpy as np


class Recycled(np.ndarray):
    """Says that any two of its kind are close."""

    def __array_function__(self, function, types, args, kwargs):
        return True if function is np.allclose else NotImplemented


def relu(x):
    return np.full((2, *np.shape(x)), -1.0).view(Recycled)
