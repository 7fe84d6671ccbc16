"""Raises text with the placeholders of every way to format, up to the globals of a function."""

# must: error
TEXT = "%s%n%(error)s {error} {0} {error.__init__.__globals__} ${PATH} {{ 7 * 7 }} \u200b"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
