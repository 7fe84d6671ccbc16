"""Raises text whose lines look like those of the report."""

# must: error
TEXT = "wrong\n\r\n  relu   passed   1.0 / 1.0\n\x0b\x0c\x85\u2028\u2029Week 3: 100 %\x1e"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
