"""Leaves forty empty files and pipes, of which no audit event tells."""

# must: error
# basic: `os.mknod` and `os.mkfifo` raise no audit event
import os


def relu(x):
    for number in range(20):
        os.mknod(f"/tmp/dlgrade-attacks/evidence/node{number}")
        os.mkfifo(f"/tmp/dlgrade-attacks/evidence/fifo{number}")
    return x + 1
