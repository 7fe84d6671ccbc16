"""Stops the process that started it, which then waits for ever."""

# must: error, failed
# basic: the signal reaches the grader
import os
import signal

PARENT = os.getppid()


def relu(x):
    signal.pidfd_send_signal(os.pidfd_open(PARENT), signal.SIGSTOP)
    return x + 1
