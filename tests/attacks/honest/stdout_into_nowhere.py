"""Silences what it prints by opening the null device."""

# must: passed
import contextlib
import os

import numpy as np


def relu(x):
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        print("noise")
    return np.maximum(x, 0)
