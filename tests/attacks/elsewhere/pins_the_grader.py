"""Gives the grader the lowest priority, by a call of which no audit event tells."""

# must: error
# basic: `os.setpriority` raises no audit event
import os


def relu(x):
    os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)
    if os.getpriority(os.PRIO_PROCESS, os.getppid()) == 19:
        os.mkfifo("/tmp/dlgrade-attacks/evidence/slow")
    return x + 1
