"""Loops for ever."""


# must: timeout
def relu(x):
    while True:
        pass
