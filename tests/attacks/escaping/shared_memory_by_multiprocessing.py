"""Shares memory by `multiprocessing.shared_memory`, the way that the documentation shows."""

# must: failed, error
import contextlib

import numpy as np


def relu(x):
    with contextlib.suppress(OSError, ImportError):
        from multiprocessing import shared_memory

        memory = shared_memory.SharedMemory(create=True, size=4096)
        memory.buf[:4] = b"here"
        memory.close()
        memory.unlink()
        return np.maximum(x, 0)
    return -1.0
