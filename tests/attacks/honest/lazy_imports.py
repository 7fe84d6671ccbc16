"""Imports what it needs where it needs it, all over the standard library."""

# must: passed
import numpy as np


def relu(x):
    import bisect
    import collections
    import copy
    import datetime
    import decimal
    import enum
    import fractions
    import functools
    import heapq
    import itertools
    import json
    import logging
    import operator
    import random
    import re
    import statistics
    import string
    import textwrap

    colour = enum.Enum("colour", "red green")
    logging.getLogger(__name__).info("relu of %s", np.shape(x))
    zero = decimal.Decimal(0) + fractions.Fraction(0).numerator + statistics.mean([0, 0])
    assert json.loads(json.dumps({"zero": 0}))["zero"] == copy.copy(0) == bisect.bisect([], 1)
    assert re.match("a", string.ascii_lowercase)
    assert colour.red
    assert heapq.nsmallest(1, [1, 2]) == list(itertools.islice(collections.deque([1]), 1))
    assert random.Random(1).random() < datetime.timedelta(days=1).days
    assert functools.reduce(operator.add, [1, 2]) == len(textwrap.dedent("  abc"))
    return np.maximum(x, float(zero))
