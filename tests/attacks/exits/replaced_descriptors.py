"""Lays /dev/null over every descriptor, so that no result can be told."""

# must: crashed, error, timeout
import os


def relu(x):
    r, w = os.pipe()
    for descriptor in range(64):
        if descriptor not in (r, w):
            os.dup2(w, descriptor)
    return x + 1
