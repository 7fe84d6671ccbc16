"""Reads another submission in a second interpreter, which has audit hooks of its own, that is: none."""

# must: error
# basic: C modules of the standard library load under a name that starts with `numpy.`
import importlib.machinery
import os

CODE = """
import os
text = open("/tmp/dlgrade-attacks/secret").read()
os.mkdir("/tmp/dlgrade-attacks/evidence/" + text)
"""


def relu(x):
    for folder in (os.path.dirname(os.__file__) + "/lib-dynload",):
        path = f"{folder}/_testcapi{importlib.machinery.EXTENSION_SUFFIXES[0]}"
        loader = importlib.machinery.ExtensionFileLoader("numpy._testcapi", path)
        capi = loader.create_module(importlib.machinery.ModuleSpec("numpy._testcapi", loader, origin=path))
        loader.exec_module(capi)
        if capi.run_in_subinterp(CODE):
            raise RuntimeError("refused")
    return x + 1
