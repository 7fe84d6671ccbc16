"""Maps another submission into memory by NumPy."""

# must: error
import numpy as np


def relu(x):
    raise RuntimeError(np.memmap("/tmp/dlgrade-attacks/secret", dtype="u1", mode="r").tobytes().decode())
