"""What every test calls: a function's answer is held against the one that torch gave once."""

from pathlib import Path

import numpy as np

QUESTIONS = np.load(Path(__file__).with_name("questions.npy"), allow_pickle=True).item()


def check(function, name, case):
    args, kwargs, expected = QUESTIONS[name, case]
    answer = function(*args, **kwargs)
    assert np.shape(answer) == np.shape(expected)
    assert np.allclose(answer, expected, rtol=1e-6, atol=1e-9)
