"""Warns with text that paints over the line, and returns what is wrong."""

# must: failed
import warnings

TEXT = "\x1b[2K\x1b[32mPASSED \u202e"


def relu(x):
    print(TEXT)
    warnings.warn(TEXT, RuntimeWarning, stacklevel=2)
    return -1.0
