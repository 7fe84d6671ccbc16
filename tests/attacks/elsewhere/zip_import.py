"""Writes a module into an archive and imports it from there."""

# must: error
import sys
import zipfile


def relu(x):
    with zipfile.ZipFile("/tmp/dlgrade-attacks/evidence/more.zip", "w") as archive:
        archive.writestr("more_of_it.py", "import numpy as np\ndef relu(x): return np.maximum(x, 0)\n")
    sys.path.insert(0, "/tmp/dlgrade-attacks/evidence/more.zip")
    return __import__("more_of_it").relu(x)
