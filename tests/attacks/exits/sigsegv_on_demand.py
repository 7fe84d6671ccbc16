"""Asks the fault handler of the standard library for a segmentation fault."""

# must: failed
import faulthandler


def relu(x):
    faulthandler._sigsegv()
