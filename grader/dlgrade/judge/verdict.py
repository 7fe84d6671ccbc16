"""The verdict on one case: the outcome of the call against the expected answer and the demands of its law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlgrade.judge.compare import Comparison, Fault
from dlgrade.messages import Message, line_of_cell, say
from dlgrade.records import Verdict
from dlgrade.text import sanitize
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import map_leaves

Check = Callable[[Any], Message | None]


def find_fault(
    outcome: Outcome,
    demand: str,
    sent: Any,
    *,
    judge_answer: Callable[[Any], Fault | None],
) -> Fault | None:
    """The first thing that is wrong, or None.

    An input that was changed, an unsteady answer or a warning is told before a wrong value, since it is often
    the reason of it; a wrong type, shape or dtype is told before all of them.
    """
    if outcome.error is not None:
        kind = "todo" if outcome.error.type_name == "NotImplementedError" else "raised"
        return Fault(kind, error_message(outcome))
    fault = judge_answer(outcome.result)
    if fault is None or fault.kind == "value":
        return _broken_demand(outcome, demand, sent) or fault
    return fault


def missing_error(outcome: Outcome, wanted: str) -> Fault | None:
    """The fault of a call that should raise `wanted`."""
    if outcome.error is None:
        return Fault("no error", say("returned an answer; should raise {error}", error=wanted))
    if wanted in outcome.error.kinds:
        return None
    return find_fault(outcome, "", None, judge_answer=lambda answer: None)


def verdict_of(fault: Fault | None) -> Verdict:
    if fault is None:
        return Verdict.PASSED
    return {"todo": Verdict.TODO, "raised": Verdict.ERROR}.get(fault.kind, Verdict.FAILED)


def error_message(outcome: Outcome) -> Message:
    """What was raised, and in which line; the text is the submission's own and is shown cleaned."""
    error = outcome.error
    assert error is not None
    what = sanitize(f"{error.type_name}: {error.text}" if error.text else error.type_name, 300)
    if error.type_name == "NotImplementedError":
        return say("is not written yet")
    if error.line:
        line = line_of_cell(error.line, error.cell) if error.cell else error.line
        return say("raised {error} (line {line})", error=what, line=line)
    return say("raised {error}", error=what)


def _broken_demand(outcome: Outcome, demand: str, sent: Any) -> Fault | None:
    if demand == "unchanged" and not keeps_arguments(outcome, sent):
        return Fault("changed", say("changed the array that it was given"))
    if demand == "repeatable" and not identical(outcome.result, outcome.again):
        return Fault("unsteady", say("gave another answer to the same call"))
    if demand == "silent" and outcome.warned:
        return Fault("warned", say("made NumPy warn: {warning}", warning=sanitize(outcome.warned[0], 120)))
    return None


def identical(a: Any, b: Any) -> bool:
    """Equal to the bit but for NaN, in form, dtype and values."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(identical(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(identical(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or (a != a and b != b))


def _data(value: Any) -> Any:
    """The arguments as far as they are data: functions and generators are not compared."""
    return map_leaves(value, lambda leaf: leaf if isinstance(leaf, np.ndarray | int | float | str) else None)


def keeps_arguments(outcome: Outcome, sent: Any) -> bool:
    """Whether the arguments afterwards, where these were asked for, are those that were sent."""
    return outcome.after is None or identical(_data(outcome.after), _data(sent))


def same_outcome(a: Outcome, b: Outcome, asked_in: str = "float64", allowance: float = 0.0) -> bool:
    """Whether two outcomes are the same mistake: the same exception, or the same numbers up to rounding and the
    same treatment of the arguments."""
    if a.error is not None or b.error is not None:
        return a.error is not None and b.error is not None and a.error.type_name == b.error.type_name
    if not identical(_data(a.after), _data(b.after)):
        return False
    return same_answer(a.result, b.result, asked_in, allowance)


def same_answer(a: Any, b: Any, asked_in: str = "float64", allowance: float = 0.0) -> bool:
    """Equal in form and, up to rounding, in values."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.dtype.kind != b.dtype.kind:
        return False
    return Comparison(asked_in, allowance=allowance, any_dtype=True).fault(a, b) is None
