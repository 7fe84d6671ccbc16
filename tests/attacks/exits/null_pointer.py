"""Reads address 8 by way of ctypes."""

# must: error, crashed
import ctypes


def relu(x):
    return ctypes.string_at(8, 8)
