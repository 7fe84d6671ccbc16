"""Reads another submission by an import loader's `get_data`."""

# must: error
import importlib.machinery


def relu(x):
    raise RuntimeError(
        importlib.machinery.SourceFileLoader("numpy.other", "/tmp/dlgrade-attacks/secret")
        .get_data("/tmp/dlgrade-attacks/secret")
        .decode()
    )
