"""Ends the process when its answer is thrown away, not when it is made."""

# must: crashed, failed
import os


class Answer(list):
    def __del__(self):
        os._exit(0)


def relu(x):
    return Answer([1.0])
