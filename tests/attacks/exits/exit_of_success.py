"""Ends the process in the middle of a call, with the exit code of success."""

# must: crashed
import os


def relu(x):
    os._exit(0)
