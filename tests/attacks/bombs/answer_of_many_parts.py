"""Returns lists in lists that hold the same array a hundred million times."""


# must: failed, error, timeout, crashed
def relu(x):
    return [[[x + 1] * 1000] * 1000] * 100
