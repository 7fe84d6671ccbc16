"""One exercise of one submission: ask each case, judge it, and say what went wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any

from dlgrade.errors import GraderFault
from dlgrade.judge.compare import Comparison, Fault
from dlgrade.judge.diagnose import Asked, asked_in, diagnose
from dlgrade.judge.show import show, show_call
from dlgrade.judge.shrink import shrink
from dlgrade.judge.verdict import error_message, find_fault, identical, missing_error, verdict_of
from dlgrade.messages import say
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Verdict
from dlgrade.score import exercise_points, exercise_verdict
from dlgrade.submission import Unfit
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.source import own_source
from dlgrade.text import sanitize
from dlgrade.worker.host import WorkerCrashed, WorkerTimeout
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import leaves, map_leaves

MAX_CRASHES = 3
SLOW_CALL_SECONDS = 0.25

Ask = Callable[[Exercise, Call], Outcome]


@dataclass
class Examination:
    """Holds what came of each case of `exercise`. `ask` sends a call over the wall."""

    exercise: Exercise
    seed: int
    ask: Ask
    unfit: Unfit | None = None
    results: dict[str, CaseResult] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    crashes: int = 0

    def run(self, case: Case) -> CaseResult:
        """Ask and judge one case. Whatever fails on our side is a `grader_fault`, never an exception."""
        if case.name not in self.results:
            try:
                result = self._run(case)
            except GraderFault as error:
                result = CaseResult(case.name, Verdict.GRADER_FAULT, error.message, case.weight)
            except Exception as error:
                what = f"{type(error).__name__}: {error}"[:300]
                fault = say("the grader failed: {error}; this costs no points, please report it", error=what)
                result = CaseResult(case.name, Verdict.GRADER_FAULT, fault, case.weight)
            self.results[case.name] = result
        return self.results[case.name]

    def run_again(self, case: Case) -> CaseResult:
        """Ask the case once more, as if it had not been asked."""
        del self.results[case.name]
        self.asked = [a for a in self.asked if a.case is not case]
        self.unfit, self.crashes = None, 0
        return self.run(case)

    def _run(self, case: Case) -> CaseResult:
        if self.unfit:
            return CaseResult(case.name, self.unfit.verdict, self.unfit.message, case.weight)
        call = self.exercise.make_call(case, self.seed)
        try:
            outcome = self.ask(self.exercise, call)
        except WorkerTimeout:
            late = say("did not come back in time; the cases after it were not asked")
            self.unfit = Unfit(Verdict.TIMEOUT, say("was not asked: an earlier call did not come back in time"))
            return CaseResult(case.name, Verdict.TIMEOUT, late, case.weight)
        except WorkerCrashed:
            self.crashes += 1
            if self.crashes >= MAX_CRASHES:
                self.unfit = Unfit(Verdict.CRASHED, say("was not asked: earlier calls ended the process"))
            message = say("ended the process that it ran in")
            return CaseResult(case.name, Verdict.CRASHED, message, case.weight)
        fault = judge_outcome(self.exercise, case, call, outcome)
        self.asked.append(Asked(case, call, outcome, fault))
        return CaseResult(case.name, verdict_of(fault), fault.message if fault else None, case.weight)

    def finish(self) -> ExerciseResult:
        """The exercise's result; a case without one is a fault of ours."""
        cases = tuple(self.results.get(c.name) or self._never_run(c) for c in self.exercise.cases)
        score, max_score = exercise_points(cases, self.exercise.points)
        verdict = exercise_verdict(cases)
        diagnosis, counterexample = None, None
        if verdict not in (Verdict.PASSED, Verdict.GRADER_FAULT):
            diagnosis, counterexample = self._explain()
        return ExerciseResult(
            self.exercise.name, verdict, score, max_score, self.exercise.bonus, cases, diagnosis, counterexample,
            sum(a.outcome.seconds for a in self.asked),
        )  # fmt: skip

    def _never_run(self, case: Case) -> CaseResult:
        return CaseResult(case.name, Verdict.GRADER_FAULT, say("the grader never ran this case"), case.weight)

    def _explain(self) -> tuple[Diagnosis | None, Counterexample | None]:
        """What is wrong, and the smallest call that shows it. Ours to fail: then there is no explanation."""
        failing = [a for a in self.asked if a.fault and a.fault.kind != "todo"]
        if not failing:
            return None, None
        diagnosis, counterexample = None, None
        with contextlib.suppress(Exception):
            diagnosis = diagnose(self.exercise, self.asked)
        with contextlib.suppress(Exception):
            counterexample = self._counterexample(failing[0])
        return diagnosis, counterexample

    def _counterexample(self, asked: Asked) -> Counterexample:
        """The smallest call found that fails as `asked` did."""
        found = [asked]

        def still_fails(call: Call) -> bool:
            again = self._ask_again(asked, call)
            if again is not None:
                found.append(again)
            return again is not None

        has_reference = not asked.case.checks and not asked.case.inputs.error
        if has_reference and asked.outcome.seconds < SLOW_CALL_SECONDS:
            # A smaller call that hangs or ends the process is an end to shrinking, not another counterexample.
            with contextlib.suppress(WorkerTimeout, WorkerCrashed):
                shrink(asked.call, still_fails)
        return describe(self.exercise, found[-1])

    def _ask_again(self, original: Asked, call: Call) -> Asked | None:
        """The call asked, if the reference takes it and it fails as the original did."""
        try:
            _expected(self.exercise, original.case, call)
        except Exception:
            return None
        outcome = self.ask(self.exercise, call)
        fault = judge_outcome(self.exercise, original.case, call, outcome)
        same = fault is not None and original.fault is not None and fault.kind == original.fault.kind
        return Asked(original.case, call, outcome, fault) if same else None


def judge_outcome(exercise: Exercise, case: Case, call: Call, outcome: Outcome) -> Fault | None:
    """The fault of one outcome. The reference is made here, after the answer arrived."""
    if case.inputs.error and case.law is None:
        return missing_error(outcome, case.inputs.error)
    if outcome.error is not None:
        return find_fault(outcome, "", None, judge_answer=lambda answer: None)
    if case.checks:
        return find_fault(outcome, case.demand, (call.args, call.kwargs), judge_answer=_checker(case, call))
    expected = _expected(exercise, case, call)
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
    return Comparison(
        asked_in(call),
        exercise.returns,
        exercise.tolerance or 0.0,
        lambda: sensitivity(exercise, question, expected),
    )


def _expected(exercise: Exercise, case: Case, call: Call) -> Any:
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


def describe(exercise: Exercise, asked: Asked) -> Counterexample:
    """The call as source, with the functions of the suite that it uses; what came of it, and what should have."""
    name, args = exercise.name, asked.call.args
    if asked.call.probe is not None:
        name, args = asked.call.probe.__name__, (_Named(exercise.name), *args)
    call = show_call(name, args, asked.call.kwargs)
    used = [leaf for leaf in (asked.call.probe, *leaves((args, asked.call.kwargs))) if isinstance(leaf, FunctionType)]
    call = "\n".join([call, *map(own_source, dict.fromkeys(used))])
    return Counterexample(call, *_got_and_expected(exercise, asked))


def _got_and_expected(exercise: Exercise, asked: Asked) -> tuple[str, str]:
    """The two sides that differ: mostly the answers, else what the law looks at."""
    outcome, kind = asked.outcome, asked.fault.kind if asked.fault else ""
    if kind == "changed":
        before, after = _first_change(asked.call.args, outcome.after)
        return f"argument afterwards: {show(after)}", f"argument afterwards: {show(before)}"
    if kind == "no error":
        return show(outcome.result), asked.case.inputs.error
    expected = "" if asked.case.checks else show(_expected(exercise, asked.case, asked.call))
    if outcome.error is not None:
        return str(error_message(outcome)), expected
    if kind == "unsteady":
        return f"{show(outcome.result)}, then {show(outcome.again)}", expected
    if kind == "warned":
        return f"{show(outcome.result)} and RuntimeWarning: {sanitize(outcome.warned[0], 120)}", expected
    if show(outcome.result) == expected:
        return show(outcome.result, 17), show(_expected(exercise, asked.case, asked.call), 17)
    return show(outcome.result), expected


def _first_change(sent: Any, after: Any) -> tuple[Any, Any]:
    """The first argument that differs before and after."""
    pairs = zip(sent, after[0], strict=True)
    return next(((a, b) for a, b in pairs if not identical(a, b)), (sent, after[0]))


class _Named:
    """Shows as a bare name."""

    def __init__(self, name: str) -> None:
        self.__name__ = name
