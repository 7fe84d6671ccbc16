"""Raises markup that runs a script where a report is shown in a browser."""

# must: error
TEXT = "<scr\u200bipt>alert(1)</script><img src=x onerror=alert(1)>\x00</td></table><h1>100 %</h1>"


def relu(x):
    print(TEXT)
    raise ValueError(TEXT)
