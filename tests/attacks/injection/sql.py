"""Raises text that ends a statement of SQL and gives everybody full marks."""

# must: error
TEXT = "\x00'); UPDATE results SET score = 1; DROP TABLE submissions; --\u200b"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
