"""Was saved on Windows: a byte order mark in front, and lines that end in CR LF."""

# must: passed
import numpy as np


def relu(x):
    note = """one
two"""
    return np.maximum(x, 0) if note == "one\ntwo" else -1.0
