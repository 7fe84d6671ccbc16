"""Searches its own memory past the end of an array, as far as NumPy's strides reach."""

# must: crashed, failed
import re

import numpy as np


class Area:
    def __init__(self, start, size):
        self.__array_interface__ = {"shape": (size,), "typestr": "|u1", "data": (start, True), "version": 3}


def relu(x):
    base = id(SECRETS := re) & ~0xFFFFF
    for step in range(256):
        area = np.asarray(Area(base - step * 2**20, 2**20)).tobytes()
        found = re.search(rb"dlgrade-secret-memory-[0-9a-f]{16}", area)
        if found:
            raise RuntimeError(found[0].decode())
    return x + 1
