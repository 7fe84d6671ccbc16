"""relu: crashed, softsign: passed. The process dies in native code."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    import faulthandler

    faulthandler._sigsegv()
