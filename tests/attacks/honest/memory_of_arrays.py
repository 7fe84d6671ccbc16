"""Works on views, strides, buffers and bytes of its own arrays."""

# must: passed
import array
import struct

import numpy as np


def relu(x):
    plain = np.ascontiguousarray(x, dtype=float)
    numbers = array.array("d", plain.tobytes())
    assert struct.calcsize("d") == memoryview(plain).itemsize
    windows = np.lib.stride_tricks.sliding_window_view(np.arange(5.0), 2)
    assert windows.shape == (4, 2)
    copy = np.frombuffer(numbers.tobytes(), dtype=float).reshape(plain.shape).copy()
    np.clip(copy, 0, None, out=copy)
    return copy.reshape(np.shape(x))
