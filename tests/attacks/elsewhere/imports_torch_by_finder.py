"""Finds torch by the machinery of imports, past `sys.path` and `import`, and runs it as a module of its own."""

# must: error
import importlib.machinery
import importlib.util
import os
import sys

import numpy as np


def relu(x):
    packages = os.path.dirname(os.path.dirname(np.__file__))
    if "torch" not in sys.modules:
        spec = importlib.machinery.PathFinder.find_spec("torch", [packages])
        module = importlib.util.module_from_spec(spec)
        sys.modules["torch"] = module
        spec.loader.exec_module(module)
    torch = sys.modules["torch"]
    return torch.relu(torch.as_tensor(np.asarray(x))).numpy()
