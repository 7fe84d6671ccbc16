"""Returns a list that contains itself, and a dictionary with a million keys beside it."""

# must: failed, error
import sys


def relu(x):
    endless = []
    endless.append(endless)
    if "dlgrade.worker.wire" not in sys.modules:
        return set_off(endless)
    return [endless, {str(number): number for number in range(100_000)}]


def set_off(value):
    """What a grader meets that copies an answer by recursion, with the limit taken away."""
    sys.setrecursionlimit(10**9)
    return set_off([*value, value])
