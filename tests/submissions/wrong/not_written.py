"""relu: todo, softsign: passed. A stub under another docstring."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    """Mine."""
    raise NotImplementedError("later")
