"""Raises text that reads the other way round and hides letters between the letters."""

# must: error
TEXT = "\u202e\u2066DESSAP\u2069 \u200b\u200d\u2060\ufeff\u00ad\u061c100 %\u200f"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
