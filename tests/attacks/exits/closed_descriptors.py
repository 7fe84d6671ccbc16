"""Closes every descriptor, the pipe to the grader among them, and answers."""

# must: crashed
import os


def relu(x):
    os.closerange(0, 256)
    return x + 1
