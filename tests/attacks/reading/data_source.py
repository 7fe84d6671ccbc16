"""Reads another submission by NumPy's own way to open files and addresses."""

# must: error
import numpy as np


def relu(x):
    raise RuntimeError(np.lib.npyio.DataSource(None).open("/tmp/dlgrade-attacks/secret").read())
