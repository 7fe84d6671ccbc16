"""Reads the grader's password from the environment of the process that started it."""

# must: error
import os


def relu(x):
    text = open(f"/proc/{os.getppid()}/environ", "rb").read().decode()
    raise RuntimeError(text[text.index("DLGRADE_SECRET") :][:100])
