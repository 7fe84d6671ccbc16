"""Stops every clock that Python has, takes back the alarms, and then never returns."""

# must: timeout
import contextlib
import signal
import time

import numpy as np


def relu(x):
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, lambda: 0.0)
    with contextlib.suppress(OSError, ValueError):
        signal.setitimer(signal.ITIMER_REAL, 0)
    while time.monotonic() < 1.0:
        np.maximum(x, 0)
    return -1.0
