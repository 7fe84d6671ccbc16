"""Loads torch's shared libraries without Python's help, and runs their initialisers."""

# must: error
import ctypes
import os

import numpy as np


def relu(x):
    folder = os.path.join(os.path.dirname(os.path.dirname(np.__file__)), "torch", "lib")
    ctypes.CDLL(os.path.join(folder, "libc10.so"))
    os.mkfifo("/tmp/dlgrade-attacks/evidence/libtorch")
    return x + 1
