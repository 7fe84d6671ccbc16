"""Starts a program from a second interpreter, which the audit hook does not watch."""

# must: error, failed
# basic: C modules of the standard library load under a name that starts with `numpy.`
import importlib.machinery
import os

CODE = "import os; os.system('mkdir /tmp/dlgrade-attacks/evidence/subinterpreter')"


def relu(x):
    path = f"{os.path.dirname(os.__file__)}/lib-dynload/_testcapi{importlib.machinery.EXTENSION_SUFFIXES[0]}"
    loader = importlib.machinery.ExtensionFileLoader("numpy._testcapi", path)
    capi = loader.create_module(importlib.machinery.ModuleSpec("numpy._testcapi", loader, origin=path))
    loader.exec_module(capi)
    if capi.run_in_subinterp(CODE):
        raise RuntimeError("refused")
    return x + 1
