"""Takes all descriptors while it is imported, so that no file can be opened any more."""

# must: failed, error
import os

kept = []
try:
    while len(kept) < 10**5:
        kept.extend(os.pipe())
except OSError:
    pass


def relu(x):
    return x + 1
