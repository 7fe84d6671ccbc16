"""Calls `system` of the C library, of which no audit event tells."""

# must: error
import ctypes


def relu(x):
    ctypes.CDLL(None).system(b": > /tmp/dlgrade-attacks/evidence/system")
    return x + 1
