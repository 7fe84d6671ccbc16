"""Divides by zero on the way and catches the warnings itself."""

# must: passed
import warnings

import numpy as np


def relu(x):
    x = np.asarray(x, dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sign = np.nan_to_num(x / np.abs(x))
    with np.errstate(all="ignore"):
        np.log(x * 0)
    return x * (sign + 1) / 2
