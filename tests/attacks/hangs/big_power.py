"""Computes an integer power that takes hours, in C, where no signal is heard."""


# must: timeout
def relu(x):
    return 3 ** (10**9)
