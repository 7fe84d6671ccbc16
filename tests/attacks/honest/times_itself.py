"""Measures how long it takes, and sleeps a moment."""

# must: passed
import datetime
import time

import numpy as np


def relu(x):
    start = time.perf_counter()
    time.sleep(0.001)
    answer = np.maximum(x, 0)
    print(f"{time.perf_counter() - start:.3f} s at {datetime.datetime.now():%H:%M}, {time.strftime('%Y')}")
    return answer
