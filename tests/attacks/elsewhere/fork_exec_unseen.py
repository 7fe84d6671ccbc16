"""Starts a program by the C function below `subprocess`, loaded under a name that starts with `numpy.`."""

# must: error
# basic: C modules of the standard library load under a name that starts with `numpy.`
import importlib.machinery
import os
import time


def relu(x):
    path = f"{os.path.dirname(os.__file__)}/lib-dynload/_posixsubprocess{importlib.machinery.EXTENSION_SUFFIXES[0]}"
    loader = importlib.machinery.ExtensionFileLoader("numpy._posixsubprocess", path)
    low = loader.create_module(importlib.machinery.ModuleSpec("numpy._posixsubprocess", loader, origin=path))
    loader.exec_module(low)
    r, w = os.pipe()
    words = [b"/bin/sh", b"-c", b"mkdir /tmp/dlgrade-attacks/evidence/fork_exec; sleep 8 # dlgrade-attack-outlives"]
    more = (-1, -1, -1, -1, -1, -1, r, w, True, True, -1, None, None, None, -1, None, False)
    low.fork_exec(words, words[:1], True, (w,), None, None, *more)
    time.sleep(0.2)
    return x + 1
