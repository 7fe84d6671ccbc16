"""Reads another submission as a table of text."""

# must: error
import numpy as np


def relu(x):
    raise RuntimeError(np.loadtxt("/tmp/dlgrade-attacks/secret", dtype=str))
