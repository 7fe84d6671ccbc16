"""Raises an error whose text is never done."""


# must: timeout
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def relu(x):
    raise Endless
