"""Returns an object whose class is named with escapes, and an array whose fields are."""

# must: failed
import numpy as np

TEXT = "\x1b[32mPASSED\u202e\n"

Named = type(TEXT, (), {})


def relu(x):
    print(TEXT)
    return Named() if x.shape[0] % 2 else np.zeros(3, dtype=[(TEXT, "f8")])
