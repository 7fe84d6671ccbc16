"""Leaves by `sys.exit(0)`, which no `except Exception` catches."""

# must: error
import sys


def relu(x):
    sys.exit(0)
