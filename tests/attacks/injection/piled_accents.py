"""Raises a letter with thousands of accents, which climb over the lines above it."""

# must: error
TEXT = "P" + "\u0300\u0301\u0302\u0303\u034f\u0489\u200d" * 2000 + "ASSED"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
