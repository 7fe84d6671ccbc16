"""Kills all processes of its group, in the hope that the grader is one of them."""

# must: error
import os
import signal


def relu(x):
    os.killpg(0, signal.SIGKILL)
