"""Writes a file into the folder that it stands in, and looks where that is; a right answer is the proof."""

# must: failed, error
import os

import numpy as np


def relu(x):
    path = os.path.join(os.getcwd(), f"dlgrade-attack-{os.getpid()}.py")
    try:
        with open(path, "w") as file:
            file.write("# a conftest.py, say\n")
        os.unlink(path)
    except OSError:
        return -1.0
    return np.maximum(x, 0)
