"""Reads another submission by the root of a process, or of the grader's."""

# must: error
import os


def relu(x):
    raise RuntimeError(open(f"/proc/{os.getppid()}/root/tmp/dlgrade-attacks/secret").read())
