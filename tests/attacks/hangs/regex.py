"""Runs a regular expression that backtracks for centuries, in C, where no signal is heard."""

# must: timeout
import re


def relu(x):
    return re.match(r"(a|a)*$", "a" * 60 + "b")
