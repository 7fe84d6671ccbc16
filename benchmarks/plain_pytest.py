"""A week's checks as plain pytest has them, for one submission: what a grader written in an afternoon does.

    PYTHONPATH=SUBMISSION:grader python -m pytest benchmarks/plain_pytest.py

The same inputs and the same PyTorch references as the week's suite, asked live, one parametrised test for each case.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from dlgrade.course import Course
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.reference import to_numpy, to_torch
from dlgrade.worker.tree import leaves

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = Course.in_clone(ROOT).exercises(int(os.environ.get("WEEK", "3")))

torch.set_num_threads(1)


@pytest.mark.parametrize(
    ("exercise", "case"),
    [pytest.param(e, c, id=f"{e.name}: {c.name}") for e in EXERCISES for c in e.cases if not c.checks],
)
def test_an_answer_is_pytorchs(exercise: Exercise, case: Case) -> None:
    call = exercise.make_call(case, 0)
    function = getattr(importlib.import_module(exercise.topic), exercise.name)
    args, kwargs = to_torch(call.args), to_torch(call.kwargs)
    if call.probe:
        got, expected = call.probe(function, *call.args, **call.kwargs), call.probe(exercise.reference, *args, **kwargs)
    else:
        got, expected = function(*call.args, **call.kwargs), exercise.reference(*args, **kwargs)
    for one, other in zip(leaves(got), leaves(to_numpy(expected)), strict=True):
        np.testing.assert_allclose(one, other, 1e-6, 1e-9)
