"""Lets a pool of processes do the work."""

# must: error
import multiprocessing

import numpy as np


def work(x):
    return np.maximum(x, 0)


def relu(x):
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(work, (x,))
