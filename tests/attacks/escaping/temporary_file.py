"""Writes a temporary file."""

# must: failed
import contextlib
import tempfile


def relu(x):
    with contextlib.suppress(OSError):
        folder = tempfile.mkdtemp(prefix="temporary_file", dir="/tmp/dlgrade-attacks/evidence")
        with open(f"{folder}/data", "w") as file:
            file.write("data")
    return -1.0
