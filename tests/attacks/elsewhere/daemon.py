"""Forks twice and leaves a process of no parent that waits for the grader to be gone."""

# must: error
import os


def relu(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv("/bin/sh", ["sh", "-c", "sleep 8; : dlgrade-attack-outlives"])
        os._exit(0)
    return x + 1
