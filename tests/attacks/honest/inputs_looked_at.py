"""Looks at its surroundings harmlessly: the module's name, the path, the version, the processors."""

# must: passed
import inspect
import os
import pathlib
import platform
import sys

import numpy as np


def relu(x):
    assert sys.version_info >= (3, 11)
    assert inspect.signature(relu).parameters.keys() == {"x"}
    print(__name__, os.name, os.cpu_count(), os.sep, platform.python_version(), np.__version__)
    print(os.environ.get("HOME", "nowhere"), pathlib.PurePath("a") / "b", os.path.join("a", "b"), sys.platform)
    return np.maximum(x, 0)
