"""Rounding passes and nothing else does: an answer off by a relative 1e-4 fails in every case that has numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from dlgrade.course import Course
from dlgrade.judge.question import Question
from dlgrade.judge.tolerance import ROUNDINGS, conditioned_bound, rounding_bound
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.worker.tree import leaves, map_leaves

CASES = [
    (e, c)
    for e in Course.in_clone(ROOT).exercises()
    for c in e.cases
    if e.reference is not None
    and not c.checks
    and not c.inputs.error
    and (c.law is None or c.law.id in ("unchanged", "rows"))
]


@pytest.mark.parametrize(("exercise", "case"), CASES, ids=[f"{e.name}-{c.name}" for e, c in CASES])
def test_a_relative_error_of_1e_4_fails_and_the_reference_itself_passes(exercise: Exercise, case: Case) -> None:
    question = Question(exercise, case, exercise.make_call(case, seed=0))
    expected = question.expected

    def answer(factor: float) -> Any:
        def scaled(leaf: Any) -> Any:
            number = np.asarray(leaf)
            return number * factor if number.dtype.kind == "f" else leaf

        return map_leaves(expected, scaled)

    has_numbers = any(np.any(np.asarray(x)) for x in leaves(expected) if np.asarray(x).dtype.kind == "f")
    assert question.difference(answer(1.0)) is None
    if has_numbers:
        fault = question.difference(answer(1 + 1e-4))
        assert fault is not None
        assert fault.kind == "value"


def test_the_bound_is_k_units_of_the_answer_and_of_the_largest_answer() -> None:
    want = np.array([1.0, -2.0, 0.0])
    unit = 2.0**-52
    # By the formula in the module: K u (|f_i| + max|f|), with the smallest normal number added.
    assert np.allclose(rounding_bound(want, unit), ROUNDINGS * unit * np.array([3.0, 4.0, 2.0]), rtol=1e-12)


def test_the_bound_grows_with_what_the_inputs_rounding_does() -> None:
    want, unit = np.array([1e-3]), 2.0**-52
    # x - y with x = y = 1e6 moves by 2e6 for a relative change 1 of its inputs.
    wide = conditioned_bound(want, unit, np.array([2e6]))
    assert wide == pytest.approx(ROUNDINGS * unit * (2e-3 + 2e6))
