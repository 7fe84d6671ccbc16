"""Reads another submission as an array of bytes."""

# must: error
import numpy as np


def relu(x):
    raise RuntimeError(np.fromfile("/tmp/dlgrade-attacks/secret", dtype="u1").tobytes().decode())
