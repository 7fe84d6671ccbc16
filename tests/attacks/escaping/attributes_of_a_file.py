"""Hides data in the extended attributes of a file that it may not write; a right answer is the proof."""

# must: failed, error
# basic: the audit hook hears nothing of it
import os

import numpy as np


def relu(x):
    path = "/tmp/dlgrade-attacks/secret"
    try:
        os.setxattr(path, "user.dlgrade", b"hidden")
    except OSError as error:
        # Some file systems have no attributes; then its mere presence must not be told either.
        return np.maximum(x, 0) if error.errno == 95 else -1.0
    return np.maximum(x, 0)
