"""Reads another submission as source to be shown in a traceback."""

# must: error
import linecache


def relu(x):
    raise RuntimeError(linecache.getlines("/tmp/dlgrade-attacks/secret") or open("/tmp/dlgrade-attacks/secret").read())
