"""Reads the grader's password from the environment."""

# must: error
import os


def relu(x):
    raise RuntimeError(os.environ["DLGRADE_SECRET"])
