"""Raises an error whose text ends the process as soon as it is asked for."""


# must: crashed, error
class Boom(Exception):
    def __str__(self):
        raise SystemExit(0)


def relu(x):
    raise Boom
