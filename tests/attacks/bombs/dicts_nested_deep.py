"""Raises an error with dictionaries in one another, a hundred thousand deep."""


# must: error
def relu(x):
    nested = {}
    for _ in range(100_000):
        nested = {"in": nested}
    raise KeyError(nested)
