"""Lifts the recursion limit and recurses through C until the stack is gone."""

# must: crashed, error
import sys


class Deep:
    def __add__(self, other):
        return self + other


def relu(x):
    sys.setrecursionlimit(2**30)
    return Deep() + x
