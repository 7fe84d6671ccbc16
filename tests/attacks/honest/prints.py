"""Prints to both streams while it works, a good deal of it."""

# must: passed
import sys

import numpy as np


def relu(x):
    print("x has the shape", np.shape(x))
    for _ in range(200):
        print("working …" * 20, file=sys.stderr)
    sys.stdout.write("passed\n")
    sys.stdout.flush()
    return np.maximum(x, 0)


print("imported; relu(-1) is", relu(np.array(-1.0)))
