"""Lets a shell start another Python that does the work."""

# must: error
import os
import sys

import numpy as np


def relu(x):
    text = " ".join(map(repr, x.ravel().tolist()))
    told = os.popen(f"{sys.executable} -c 'for w in \"{text}\".split(): print(max(0, float(w)))'").read()
    return np.array(told.split(), dtype=float).reshape(x.shape)
