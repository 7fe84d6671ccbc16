"""Kills the process that started it."""

# must: error
import os
import signal

PARENT = os.getppid()


def relu(x):
    os.kill(PARENT, signal.SIGKILL)
    return x + 1
