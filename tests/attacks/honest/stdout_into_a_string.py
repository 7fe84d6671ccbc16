"""Catches what it prints in a string."""

# must: passed
import contextlib
import io

import numpy as np


def relu(x):
    with contextlib.redirect_stdout(io.StringIO()) as caught, contextlib.redirect_stderr(io.StringIO()):
        print("noise")
    assert caught.getvalue() == "noise\n"
    return np.maximum(x, 0)
