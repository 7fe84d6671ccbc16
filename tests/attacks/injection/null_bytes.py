"""Raises text with null bytes, lone surrogates and characters of private use."""

# must: error
TEXT = "PASSED\x00\x00failed\ud800\udfff\ue000\uffff\U000e0041"


def relu(x):
    print(TEXT.encode("utf-8", "replace").decode())
    raise ValueError(TEXT)
