"""Attaches to the process that started it, as a debugger does."""

# must: error
import ctypes
import os


def relu(x):
    if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0:
        os.waitpid(os.getppid(), 0x40000000)
        os.mkfifo("/tmp/dlgrade-attacks/evidence/ptrace")
        ctypes.CDLL(None).ptrace(17, os.getppid(), 0, 0)
    return x + 1
