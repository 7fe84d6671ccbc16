"""Has readline take another submission for its history; a right answer is the proof."""

# must: failed, error, crashed
# basic: the audit hook hears nothing of it
import contextlib

import numpy as np

PATH = "/tmp/dlgrade-attacks/secret"


def relu(x):
    with contextlib.suppress(OSError):
        try:
            import readline
        except ImportError:
            open(PATH).close()
        else:
            readline.read_history_file(PATH)
        return np.maximum(x, 0)
    return -1.0
