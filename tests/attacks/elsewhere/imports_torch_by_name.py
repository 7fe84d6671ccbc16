"""Imports torch by a name that is made up at run time."""

# must: error
import importlib

import numpy as np


def relu(x):
    torch = importlib.import_module("tor" + "ch")
    return torch.relu(torch.as_tensor(np.asarray(x))).numpy()
