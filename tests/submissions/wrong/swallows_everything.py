"""relu: timeout, softsign: passed. It catches whatever could stop it."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


import time


def relu(x):
    while True:
        try:
            time.sleep(3600)
        except BaseException:
            continue
