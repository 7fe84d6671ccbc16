"""Adds an audit hook that ends the process at whatever happens next."""

# must: crashed, failed
import os
import sys


def relu(x):
    sys.addaudithook(lambda event, arguments: os._exit(0))
    return x + 1
