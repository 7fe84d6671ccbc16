"""Prints without end."""


# must: timeout
def relu(x):
    while True:
        print("x" * 10**6)
