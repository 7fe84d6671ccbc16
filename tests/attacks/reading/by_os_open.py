"""Reads another submission by the calls of the system."""

# must: error
import os


def relu(x):
    raise RuntimeError(os.read(os.open("/tmp/dlgrade-attacks/secret", os.O_RDONLY), 100).decode())
