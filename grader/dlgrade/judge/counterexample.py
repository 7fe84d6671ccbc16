"""A failing case as a student reads it: the call as source, what came of it, and what should have."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from dlgrade.judge.question import Asked
from dlgrade.judge.show import show, show_call
from dlgrade.judge.verdict import error_message, identical
from dlgrade.records import Counterexample
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.source import own_source
from dlgrade.text import sanitize
from dlgrade.worker.tree import leaves


def describe(exercise: Exercise, asked: Asked) -> Counterexample:
    """The call as source, with the functions of the suite that it uses; what came of it, and what should have."""
    source = asked.question.once("source", lambda: _source(exercise, asked.call))
    return Counterexample(source, *_got_and_expected(asked))


def _source(exercise: Exercise, call: Call) -> str:
    name, args = exercise.name, call.args
    if call.probe is not None:
        name, args = call.probe.__name__, (_Named(exercise.name), *args)
    used = [leaf for leaf in (call.probe, *leaves((args, call.kwargs))) if isinstance(leaf, FunctionType)]
    return "\n".join([show_call(name, args, call.kwargs), *map(own_source, dict.fromkeys(used))])


def _got_and_expected(asked: Asked) -> tuple[str, str]:
    """The two sides that differ: mostly the answers, else what the law looks at."""
    outcome, kind = asked.outcome, asked.fault.kind if asked.fault else ""
    if kind == "changed":
        before, after = _first_change(asked.call.args, outcome.after)
        return f"argument afterwards: {show(after)}", f"argument afterwards: {show(before)}"
    if kind == "no error":
        return show(outcome.result), asked.case.inputs.error
    question = asked.question
    expected = "" if asked.case.checks else question.once("expected", lambda: show(question.expected))
    if outcome.error is not None:
        return str(error_message(outcome)), expected
    if kind == "unsteady":
        return f"{show(outcome.result)}, then {show(outcome.again)}", expected
    if kind == "warned":
        return f"{show(outcome.result)} and RuntimeWarning: {sanitize(outcome.warned[0], 120)}", expected
    got = show(outcome.result)
    return (got, expected) if got != expected else (show(outcome.result, 17), show(question.expected, 17))


def _first_change(sent: Any, after: Any) -> tuple[Any, Any]:
    """The first argument that differs before and after."""
    pairs = zip(sent, after[0], strict=True)
    return next(((a, b) for a, b in pairs if not identical(a, b)), (sent, after[0]))


class _Named:
    """Shows as a bare name."""

    def __init__(self, name: str) -> None:
        self.__name__ = name
