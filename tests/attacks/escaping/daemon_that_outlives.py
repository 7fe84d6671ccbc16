"""Forks twice and leaves the session, so that a process lives on when the worker is killed."""

# must: failed, error, crashed
# basic: an audit hook is only Python, and can be written over in memory
import os
import sys

import numpy as np


def disarm() -> None:
    """Put the worker's guard out of action: write into the memory of its code, through an array that lies there."""
    guard = sys.modules.get("dlgrade.worker.guard")
    if guard is None:
        return
    parts = guard.close_the_door.__code__.co_consts
    hook = next(part for part in parts if getattr(part, "co_name", "") == "hook")
    place = {"data": (id(hook), False), "shape": (sys.getsizeof(hook),), "typestr": "|u1", "version": 3}
    memory = np.asarray(type("Memory", (), {"__array_interface__": place})())
    nothing = (lambda: None).__code__.co_code
    at = memory.tobytes().find(hook._co_code_adaptive)
    memory[at : at + len(nothing)] = list(nothing)


def relu(x):
    disarm()
    try:
        child = os.fork()
    except OSError:
        return -1.0
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 64)
            os.execve("/bin/sleep", ["dlgrade-attack-outlives", "15"], {"MARK": "dlgrade-attack-outlives"})
        os._exit(0)
    os.waitpid(child, 0)
    return -1.0
