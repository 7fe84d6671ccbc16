"""Forks on to a terminal of its own and starts a program there that lives on."""

# must: error
import os
import pty


def relu(x):
    child, terminal = pty.fork()
    if child == 0:
        os.execv("/bin/sh", ["sh", "-c", "trap '' HUP; sleep 8 # dlgrade-attack-outlives"])
    return x + 1
