"""Starts a program by `posix_spawn`, which leaves a file behind."""

# must: error
import os


def relu(x):
    child = os.posix_spawn("/bin/sh", ["sh", "-c", ": > /tmp/dlgrade-attacks/evidence/spawn"], {})
    os.waitpid(child, 0)
    return x + 1
