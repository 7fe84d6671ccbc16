"""Replaces `bool`, `all`, `any`, `abs`, `min`, `max`, `sum` and `math.isclose` by functions that see no difference."""

# must: failed, error, crashed, timeout
import builtins
import math


def relu(x):
    builtins.bool = lambda *args: True
    builtins.all = lambda *args: True
    builtins.any = lambda *args: False
    builtins.abs = lambda number: 0.0
    builtins.sum = lambda *args: 0.0
    math.isclose = lambda *args, **kwargs: True
    math.prod = lambda *args: 0
    return -1.0
