"""relu: error, softsign: passed. Another process does the work."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    import subprocess

    subprocess.run(["true"], check=True)
    return np.maximum(x, 0)
