"""Kills the process that started it through a descriptor, of which no audit event tells."""

# must: error, failed
# basic: the signal reaches the grader
import os
import signal

PARENT = os.getppid()


def relu(x):
    signal.pidfd_send_signal(os.pidfd_open(PARENT), signal.SIGKILL)
    return x + 1
