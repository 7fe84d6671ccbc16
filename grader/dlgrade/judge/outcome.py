"""The fault of one outcome: the question's reference is asked, and the answer compared with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dlgrade.judge.compare import Comparison, Fault
from dlgrade.judge.diagnose import asked_in
from dlgrade.judge.verdict import find_fault, missing_error
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import map_leaves


def judge_outcome(exercise: Exercise, case: Case, call: Call, outcome: Outcome) -> Fault | None:
    """The fault of one outcome. The reference is made here, after the answer arrived."""
    if case.inputs.error and case.law is None:
        return missing_error(outcome, case.inputs.error)
    if outcome.error is not None:
        return find_fault(outcome, "", None, judge_answer=lambda answer: None)
    if case.checks:
        return find_fault(outcome, case.demand, (call.args, call.kwargs), judge_answer=_checker(case, call))
    expected = expected_of(exercise, case, call)
    comparison = comparison_of(exercise, case, call, expected)
    return find_fault(
        outcome,
        case.demand,
        (call.args, call.kwargs),
        judge_answer=lambda answer: comparison.fault(answer, expected),
    )


def comparison_of(exercise: Exercise, case: Case, call: Call, expected: Any) -> Comparison:
    """How answers to this question are compared with the reference's."""
    from dlgrade.suite.reference import sensitivity

    question = _for_reference(case, call)
    # Where whole numbers stand for data, an answer may be of any dtype, whatever else is among the arguments.
    dtype = "int64" if case.law and case.law.as_float else asked_in(call)
    return Comparison(
        dtype,
        exercise.returns,
        exercise.tolerance or 0.0,
        lambda: sensitivity(exercise, question, expected),
    )


def expected_of(exercise: Exercise, case: Case, call: Call) -> Any:
    """The reference's answer to a case's question, or to another one asked in its place."""
    from dlgrade.suite.reference import expect

    return expect(exercise, _for_reference(case, call))


def _for_reference(case: Case, call: Call) -> Call:
    """The question as the reference takes it: whole numbers that stand for data as float64."""
    if case.law and case.law.as_float:
        return replace(call, args=_as_float(call.args), kwargs=_as_float(call.kwargs))
    return call


def _as_float(value: Any) -> Any:
    return map_leaves(value, lambda leaf: leaf.astype("float64") if hasattr(leaf, "dtype") else leaf)


def _checker(case: Case, call: Call) -> Callable[[Any], Fault | None]:
    from dlgrade.suite.lazy import load_torch

    def check(answer: Any) -> Fault | None:
        load_torch()
        for test in case.checks:
            wrong = test(answer, *call.args, **call.kwargs)
            if wrong is not None:
                return Fault("check", wrong)
        return None

    return check
