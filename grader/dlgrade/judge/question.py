"""A question and what is known of it: the reference's answer and those of wrong formulas, each made once and kept.

Inputs and references depend on the suite and the seed alone, so that a class asks them once for all submissions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from dlgrade.judge.compare import Comparison, Fault
from dlgrade.judge.shrink import shrink
from dlgrade.judge.verdict import find_fault, missing_error
from dlgrade.suite.exercise import Case, Exercise, Misconception
from dlgrade.suite.inputs import Call
from dlgrade.worker.observe import Outcome, observe
from dlgrade.worker.tree import leaves, map_leaves

# Of the calls that are tried when a failing one is made small: one mistake tries some dozens.
MOST_OTHERS = 500


@dataclass(eq=False)
class Question:
    """A case of an exercise, asked by `call`: its own, or a smaller one in its place."""

    exercise: Exercise
    case: Case
    call: Call
    _wrong: dict[str, Outcome] = field(default_factory=dict)
    _smallest: dict[tuple[str, str], Call | None] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    # What else follows from the question alone, by name.
    facts: dict[str, Any] = field(default_factory=dict)
    # Others that were asked in its place, by a hash of what crosses the wall.
    others: dict[str, Question] = field(default_factory=dict)
    known_others: dict[str, dict[str, Any]] = field(default_factory=dict)

    def learn(self, known: dict[str, Any]) -> None:
        """Take over what an earlier process found out of this very question."""
        # Of a cached_property the instance's own attribute is the value.
        vars(self).update(known)
        self.facts = dict(self.facts)

    def instead(self, call: Call) -> Question:
        """The same case, asked by another call."""
        key = hashlib.sha256(call.encoded.raw).hexdigest()
        if key in self.others:
            return self.others[key]
        other = Question(self.exercise, self.case, call)
        other.learn(self.known_others.get(key, {}))
        if len(self.others) < MOST_OTHERS:
            self.others[key] = other
        return other

    def fault_of(self, outcome: Outcome) -> Fault | None:
        """What is wrong with an outcome. The reference is made here, after the answer arrived."""
        case, call = self.case, self.call
        if case.inputs.error and case.law is None:
            return missing_error(outcome, case.inputs.error)
        if outcome.error is not None:
            return find_fault(outcome, "", None, judge_answer=lambda answer: None)
        judge = self._failed_check if case.checks else self.difference
        return find_fault(outcome, case.demand, (call.args, call.kwargs), judge_answer=judge)

    @cached_property
    def expected(self) -> Any:
        """The reference's answer."""
        from dlgrade.suite.reference import expect

        return expect(self.exercise, self._for_reference)

    @cached_property
    def is_answerable(self) -> bool:
        """Whether the reference takes the call: one that was made of another may break what a case promises."""
        try:
            _ = self.expected
        except Exception:
            return False
        return True

    def wrong_answer(self, misconception: Misconception) -> Outcome:
        """What one of the exercise's misconceptions does with the question, watched as a student's function is."""
        if misconception.id not in self._wrong:
            self._wrong[misconception.id] = watch(misconception.function, self.call)
        return self._wrong[misconception.id]

    def smallest(self, misconception: Misconception, kind: str) -> Call | None:
        """The smallest call found that shows the misconception by a fault of this kind; None if not even this does."""
        if (misconception.id, kind) not in self._smallest:

            def still_fails(call: Call) -> bool:
                other = self.instead(call)
                fault = other.fault_of(other.wrong_answer(misconception)) if other.is_answerable else None
                return fault is not None and fault.kind == kind

            smallest = shrink(self.call, still_fails) if still_fails(self.call) else None
            self._smallest[misconception.id, kind] = smallest
        return self._smallest[misconception.id, kind]

    def once(self, name: str, make: Callable[[], str]) -> str:
        """A text that says something of the question, made when it is asked for the first time."""
        if name not in self._texts:
            self._texts[name] = make()
        return self._texts[name]

    def fact(self, name: str, make: Callable[[], Any]) -> Any:
        """One of the `facts`, made when it is asked for the first time."""
        if name not in self.facts:
            self.facts[name] = make()
        return self.facts[name]

    @property
    def asked_in(self) -> str:
        """The dtype of the question's data."""
        return data_type(self.call)

    def difference(self, answer: Any) -> Fault | None:
        """How an answer differs from the reference's, whatever the law of the case demands besides."""
        return self._comparison.fault(answer, self.expected)

    @cached_property
    def sensitivity(self) -> Any:
        """How far the reference's answer moves with the inputs, where that was asked."""
        from dlgrade.suite.reference import sensitivity

        return sensitivity(self.exercise, self._for_reference, self.expected)

    @cached_property
    def _comparison(self) -> Comparison:
        exercise = self.exercise
        # Where whole numbers stand for data, an answer may be of any dtype, whatever else is among the arguments.
        dtype = "int64" if self.case.law and self.case.law.as_float else self.asked_in
        return Comparison(
            dtype,
            exercise.returns,
            exercise.tolerance or 0.0,
            lambda: self.sensitivity,
        )

    @property
    def _for_reference(self) -> Call:
        """The call as the reference takes it: whole numbers that stand for data as float64."""
        if self.case.law and self.case.law.as_float:
            return replace(self.call, args=_as_float(self.call.args), kwargs=_as_float(self.call.kwargs))
        return self.call

    def _failed_check(self, answer: Any) -> Fault | None:
        from dlgrade.suite.lazy import load_torch

        load_torch()
        for test in self.case.checks:
            wrong = test(answer, *self.call.args, **self.call.kwargs)
            if wrong is not None:
                return Fault("check", wrong)
        return None


@dataclass
class Questions:
    """Every question that was asked of a course. Sessions that share it share what it keeps."""

    asked: dict[tuple[str, str, int], Question] = field(default_factory=dict)
    # What is known of questions that were not asked yet, from an earlier process: see `kept_references`.
    known: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)

    def of(self, exercise: Exercise, case: Case, seed: int) -> Question:
        key = (exercise.name, case.name, seed)
        if key not in self.asked:
            question = Question(exercise, case, exercise.make_call(case, seed))
            question.learn(self.known.get(key, {}))
            self.asked[key] = question
        return self.asked[key]


@dataclass(frozen=True)
class Asked:
    """A question that was asked, with what came of it."""

    question: Question
    outcome: Outcome
    fault: Fault | None

    @property
    def case(self) -> Case:
        return self.question.case

    @property
    def call(self) -> Call:
        return self.question.call


def data_type(call: Call) -> str:
    """The dtype of a call's data: float32 where any is, else float64, else int64 where all are whole."""
    found = {a.dtype.char for a in leaves((call.args, call.kwargs)) if isinstance(a, np.ndarray)}
    if "f" in found:
        return "float32"
    return "int64" if "d" not in found and any(np.dtype(char) == np.int64 for char in found) else "float64"


def watch(function: Callable[..., Any], call: Call) -> Outcome:
    """What a function of ours does with a question, here."""
    return observe(
        function, call.args, call.kwargs, probe=call.probe, layout=call.layout, echo=call.echo, twice=call.twice
    )


def _as_float(value: Any) -> Any:
    return map_leaves(value, lambda leaf: leaf.astype("float64") if hasattr(leaf, "dtype") else leaf)
