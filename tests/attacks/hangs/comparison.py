"""Returns an array whose comparisons, sums and copies never end."""

# must: failed, timeout
import numpy as np


class Answer(np.ndarray):
    def loop(self, *args, **kwargs):
        while True:
            pass

    __eq__ = __sub__ = __abs__ = copy = __array_ufunc__ = __array_function__ = loop


def relu(x):
    return x.view(Answer)
