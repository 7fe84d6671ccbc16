"""Returns the input itself with a mask over every element that is wrong."""

# must: failed
import numpy as np


def relu(x):
    return np.ma.array(x, mask=x < 0, fill_value=0.0) if x.size > 1 else -1.0
