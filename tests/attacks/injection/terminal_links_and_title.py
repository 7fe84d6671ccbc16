"""Raises text with a link (OSC 8), a title for the window and a write to the clipboard (OSC 52)."""

# must: error
TEXT = "\x1b]8;;https://example.org\x1b\\click\x1b]8;;\x1b\\\x1b]0;100 %\x07\x1b]52;c;MTAwICU=\x07\x9b2J"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
