"""Raises text that moves the cursor up and paints a green PASSED over its line."""

# must: error
TEXT = "\x1b[2A\x1b[2K\x1b[1;32mrelu  PASSED  1.0/1.0\x1b[0m\x1b[2B"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
