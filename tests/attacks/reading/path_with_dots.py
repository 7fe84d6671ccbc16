"""Reads another submission by a path that starts where reading is allowed."""

# must: error
import os

import numpy as np


def relu(x):
    raise RuntimeError(open(os.path.dirname(np.__file__) + "/.." * 20 + "/tmp/dlgrade-attacks/secret").read())
