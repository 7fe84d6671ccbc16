"""Asks the program for its reference, and answers with that."""

# must: error
import importlib

import numpy as np


def relu(x):
    course = importlib.import_module("dlgrade.course").Course.bundled()
    torch = importlib.import_module("torch")
    return course.exercise("relu").reference(torch.as_tensor(np.asarray(x))).numpy()
