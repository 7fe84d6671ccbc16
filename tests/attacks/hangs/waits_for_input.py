"""Waits for somebody to type."""


# must: error, timeout
def relu(x):
    return float(input("relu(x) = ? "))
