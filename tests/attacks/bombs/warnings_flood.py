"""Warns without end, and of something new each time."""

# must: timeout, error, crashed
import itertools
import warnings


def relu(x):
    for number in itertools.count():
        warnings.warn(f"{number}" * 1000, stacklevel=1)
