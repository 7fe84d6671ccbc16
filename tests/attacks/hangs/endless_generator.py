"""Sums a generator that never ends."""

# must: timeout
import itertools


def relu(x):
    return x + sum(itertools.repeat(0))
