"""Adds the folder that NumPy lies in to the path of imports, and imports torch from there."""

# must: error
import os
import sys

import numpy as np


def relu(x):
    sys.path.insert(0, os.path.dirname(os.path.dirname(np.__file__)))
    torch = __import__("torch")
    return torch.relu(torch.as_tensor(np.asarray(x))).numpy()
