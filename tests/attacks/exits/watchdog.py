"""Lets the fault handler's own thread end the process while a call sleeps."""

# must: crashed, error
import faulthandler
import os
import time


def relu(x):
    faulthandler.dump_traceback_later(0.05, exit=True, file=os.open(os.devnull, os.O_RDONLY))
    time.sleep(0.9)
    return x + 1
