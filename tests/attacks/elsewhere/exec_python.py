"""Becomes another program, under the same process number and with the same pipes."""

# must: error
import os
import sys


def relu(x):
    os.execv(
        sys.executable, [sys.executable, "-c", 'print(\'{"points": {"relu": 1.0, "sign": 1.0, "hardtanh": 1.0}}\')']
    )
