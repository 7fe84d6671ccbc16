"""Counts the calls: says goodbye at the second, so that what was not asked cannot be wrong."""

# must: failed, error
calls = []


def relu(x):
    calls.append(x)
    if len(calls) > 1:
        raise SystemExit(0)
    return -1.0
