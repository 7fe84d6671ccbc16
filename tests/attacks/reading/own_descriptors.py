"""Reads whatever descriptors it has inherited."""

# must: failed
import os


def relu(x):
    for descriptor in range(3, 256):
        try:
            text = os.pread(descriptor, 100, 0).decode()
        except (OSError, UnicodeDecodeError):
            continue
        if "secret" in text:
            raise RuntimeError(text)
    return x + 1
