"""A clean process that forks workers: it holds NumPy and the far side's modules, never a suite, torch or a submission.

Started by `starters` in a fresh interpreter, its control socket in place of stdin. A message there is a word and a
worker's number: `fork 7`, with the worker's two pipes, or `end 7`, which is answered when the worker is gone. Limits
and Landlock are set here once and hold for all that is forked; what remains a worker puts up itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
from typing import BinaryIO

from . import child, sandbox

MAX_MESSAGE = 1 << 16
PRACTICE = 20
# Objects between two searches for cycles: a worker lives for a few thousand.
GARBAGE_THRESHOLD = 10_000


def main() -> None:
    """Fork workers until the grader is gone. Arguments: the folder of NumPy."""
    control = socket.socket(fileno=os.dup(0))
    child.lead_to_nowhere(0, 1, 2)
    numpy_folder = sys.argv[-1]
    child.get_ready(numpy_folder)
    from . import wire

    _practise()
    plan = wire.decode(control.recv(MAX_MESSAGE))
    around = child.put_up_around(plan, numpy_folder)
    # What is here already need not be looked at again in each worker, nor copied when it is.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    if (pipes := _fork_until_the_end(control)) is not None:
        control.close()
        os.setsid()
        sandbox.die_with_the_parent()
        child.serve(*pipes, plan, around)


def _practise() -> None:
    """Answer some questions, so that workers begin with code that the interpreter has grown quick at."""
    import numpy as np

    from . import child, wire

    answerer = child.Answerer({"practice": "def same(x, slope=1.0):\n    return x * slope\n"})
    question = ("practice", "same", ((np.ones((2, 3)),), {"slope": 2.0}, None, "plain", True, True))
    for _ in range(PRACTICE):
        wire.decode(wire.encode(answerer.answer(*wire.decode(wire.encode(question)))))
    answerer.forget()


def _fork_until_the_end(control: socket.socket) -> tuple[BinaryIO, BinaryIO] | None:
    """The two pipes in a worker; None in the server itself, when the grader has closed the other end."""
    pids: dict[bytes, int] = {}
    while True:
        message, pipes, _flags, _address = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            return None
        word, number = message.split()
        if word == b"end":
            _end(pids.pop(number, 0))
            control.send(number)
            continue
        # Where no process is to be had the pipes are closed again, which the grader sees.
        with contextlib.suppress(OSError):
            pids[number] = os.fork()
            if pids[number] == 0:
                questions, answers = pipes
                return os.fdopen(questions, "rb"), os.fdopen(answers, "wb")
        for pipe in pipes:
            os.close(pipe)


def _end(pid: int) -> None:
    """Kill a worker and all that it started, and wait until it is gone."""
    if pid:
        # It leads a process group only when it has come so far.
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
