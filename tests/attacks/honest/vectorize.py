"""Lets `np.vectorize` go through the numbers one by one."""

# must: passed
import math

import numpy as np

one = np.vectorize(lambda number: max(0.0, math.fabs(number) if number > 0 else 0.0), otypes=[float])


def relu(x):
    return one(x)
