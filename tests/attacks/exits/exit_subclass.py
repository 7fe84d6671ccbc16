"""Raises a SystemExit of its own making, which is no Exception either."""


# must: error
class Passed(SystemExit):
    code = 0


def relu(x):
    raise Passed("all tests passed")
