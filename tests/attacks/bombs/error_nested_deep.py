"""Raises an error with an argument nested a hundred thousand deep."""


# must: error
def relu(x):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    raise ValueError(nested)
