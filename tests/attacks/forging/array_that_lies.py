"""Returns an array of a class of its own that says yes to every comparison, and lies about shape and dtype."""

# must: failed, error, crashed
import numpy as np


class Agreeable(np.ndarray):
    """Equal to everything."""

    shape = property(lambda self: (5, 7))
    dtype = property(lambda self: np.dtype("f8"))

    def __eq__(self, other):
        return np.True_

    __hash__ = None

    def __array_ufunc__(self, *args, **kwargs):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True


def relu(x):
    return np.full((2, 3), -1.0).view(Agreeable)
