"""Looks the expected answers up in the main module."""

# must: error
import sys

calls = []


def relu(x):
    calls.append(x)
    return sys.modules["__main__"].EXPECTED["relu"][len(calls) - 1]
