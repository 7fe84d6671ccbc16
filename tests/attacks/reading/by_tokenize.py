"""Reads another submission as Python source."""

# must: error
import tokenize


def relu(x):
    raise RuntimeError(tokenize.open("/tmp/dlgrade-attacks/secret").read())
