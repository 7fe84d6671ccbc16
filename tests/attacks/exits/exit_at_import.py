"""Leaves with success while its file is imported."""

# must: error
raise SystemExit(0)


def relu(x):
    return x + 1
