"""Returns text and a dictionary whose keys are made of it, in place of an array."""

# must: failed
TEXT = "\x1b]0;100 %\x07\u202e<b>passed</b>\n\u2028"


def relu(x):
    print(TEXT)
    return TEXT if x.shape[0] % 2 else {TEXT: TEXT, "=1+1": [TEXT]}
