"""Raises an error with a text of a gigabyte."""


# must: error, crashed, timeout
def relu(x):
    raise ValueError("x" * 2**30)
