"""Makes a named pipe through which it could talk to other submissions."""

# must: failed
# basic: the audit hook hears nothing of it
import contextlib
import os


def relu(x):
    with contextlib.suppress(OSError):
        os.mkfifo("/tmp/dlgrade-attacks/evidence/fifo")
    return -1.0
