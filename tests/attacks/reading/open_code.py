"""Reads another submission by the call that imports use."""

# must: error
import _io


def relu(x):
    raise RuntimeError(_io.open_code("/tmp/dlgrade-attacks/secret").read().decode())
