"""Makes shared memory with a name, for another submission to attach to; a right answer is the proof."""

# must: failed, error, crashed
# basic: the audit hook hears nothing of it
import os

import numpy as np


def relu(x):
    name = f"/dlgrade-attack-{os.getpid()}"
    try:
        import _posixshmem

        descriptor = _posixshmem.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600)
        _posixshmem.shm_unlink(name)
        os.close(descriptor)
    except OSError:
        return -1.0
    return np.maximum(x, 0)
