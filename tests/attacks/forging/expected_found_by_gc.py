"""Looks through all objects of the process for an array of the right shape that could be the expected answer."""

# must: failed, error
import gc

import numpy as np


def relu(x):
    for holder in gc.get_objects():
        if isinstance(holder, list | tuple | dict):
            for value in list(holder.values() if isinstance(holder, dict) else holder):
                if type(value) is np.ndarray and value.shape == x.shape and (value >= 0).all() and x.max() in value:
                    return value
    return -1.0
