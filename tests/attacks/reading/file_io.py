"""Reads another submission by a raw file."""

# must: error
import io


def relu(x):
    raise RuntimeError(io.FileIO("/tmp/dlgrade-attacks/secret").readall().decode())
