"""One exercise of one submission: ask each case, judge it, and say what went wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dlgrade.errors import GraderFault
from dlgrade.judge.counterexample import describe
from dlgrade.judge.diagnose import diagnose
from dlgrade.judge.gradient_check import weigh_gradient
from dlgrade.judge.question import Asked, Question, Questions
from dlgrade.judge.shrink import shrink
from dlgrade.judge.verdict import verdict_of
from dlgrade.messages import say
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Verdict
from dlgrade.score import exercise_points, exercise_verdict
from dlgrade.submission import Unfit
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.host import BudgetSpent, WorkerCrashed, WorkerTimeout
from dlgrade.worker.observe import Outcome

MAX_CRASHES = 3
SLOW_CALL_SECONDS = 0.25

AskAll = Callable[[Exercise, Sequence[Call]], Iterator[Outcome]]


@dataclass
class Examination:
    """Holds what came of each case of `exercise`. `ask_all` sends calls over the wall, all at once.

    `find_forward` gives what the exercise is the gradient of, where it is one and the submission has it; `questions`
    may be shared with other examinations.
    """

    exercise: Exercise
    seed: int
    ask_all: AskAll
    unfit: Unfit | None = None
    find_forward: Callable[[Exercise], Exercise | None] = lambda exercise: None
    questions: Questions = field(default_factory=Questions)
    results: dict[str, CaseResult] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    crashes: int = 0
    # What came of cases that are not judged yet.
    _answers: dict[str, Outcome | WorkerTimeout | WorkerCrashed] = field(default_factory=dict)

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
        self._answers.clear()
        return self.run(case)

    def _run(self, case: Case) -> CaseResult:
        if self.unfit:
            return CaseResult(case.name, self.unfit.verdict, self.unfit.message, case.weight)
        question = self.questions.of(self.exercise, case, self.seed)
        if case.name not in self._answers:
            self._ask_from(question)
        outcome = self._answers.pop(case.name)
        if isinstance(outcome, WorkerTimeout):
            late = say("did not come back in time; the cases after it were not asked")
            self.unfit = Unfit(Verdict.TIMEOUT, say("was not asked: an earlier call did not come back in time"))
            if isinstance(outcome, BudgetSpent):
                late = say("was not asked: the calls before it took {why}", why=str(outcome))
                self.unfit = Unfit(Verdict.TIMEOUT, late)
            return CaseResult(case.name, Verdict.TIMEOUT, late, case.weight)
        if isinstance(outcome, WorkerCrashed):
            self.crashes += 1
            if self.crashes >= MAX_CRASHES:
                self.unfit = Unfit(Verdict.CRASHED, say("was not asked: earlier calls ended the process"))
            message = say("ended the process that it ran in")
            return CaseResult(case.name, Verdict.CRASHED, message, case.weight)
        fault = question.fault_of(outcome)
        self.asked.append(Asked(question, outcome, fault))
        return CaseResult(case.name, verdict_of(fault), fault.message if fault else None, case.weight)

    def _ask_from(self, first: Question) -> None:
        """Ask a case and those after it, until one is lost with the process that it ran in."""
        questions = [first, *self._askable_after(first.case)]
        answers = self.ask_all(self.exercise, [q.call for q in questions])
        for question in questions:
            try:
                self._answers[question.case.name] = next(answers)
            except (WorkerTimeout, WorkerCrashed) as lost:
                self._answers[question.case.name] = lost
                return

    def _askable_after(self, case: Case) -> Iterator[Question]:
        """The questions after a case's; one that cannot be made is a fault of ours when its own turn comes."""
        later = [c.name for c in self.exercise.cases].index(case.name) + 1
        for following in self.exercise.cases[later:]:
            try:
                question = self.questions.of(self.exercise, following, self.seed)
                _ = question.call.encoded
            except Exception:
                return
            yield question

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
            if (forward := self.find_forward(self.exercise)) is not None:
                diagnosis = weigh_gradient(self.exercise, self.asked, forward, self._ask, diagnosis)
        with contextlib.suppress(Exception):
            counterexample = self._counterexample(failing[0], diagnosis)
        return diagnosis, counterexample

    def _counterexample(self, asked: Asked, diagnosis: Diagnosis | None) -> Counterexample:
        """The smallest call found that fails as `asked` did."""
        has_reference = not asked.case.checks and not asked.case.inputs.error
        if not has_reference or asked.outcome.seconds >= SLOW_CALL_SECONDS:
            return describe(self.exercise, asked)
        return describe(self.exercise, self._as_misconceived(asked, diagnosis) or self._shrunk(asked))

    def _as_misconceived(self, asked: Asked, diagnosis: Diagnosis | None) -> Asked | None:
        """The smallest call that shows the misconception, which is found without the student's function."""
        assert asked.fault is not None
        for misconception in self.exercise.misconceptions:
            if diagnosis is not None and diagnosis.id == f"{self.exercise.name}/{misconception.id}":
                call = asked.question.smallest(misconception, asked.fault.kind)
                with contextlib.suppress(WorkerTimeout, WorkerCrashed):
                    return self._ask_again(asked, asked.question.instead(call)) if call else None
        return None

    def _shrunk(self, asked: Asked) -> Asked:
        """The smallest call found by asking."""
        found = [asked]

        def still_fails(call: Call) -> bool:
            again = self._ask_again(asked, asked.question.instead(call))
            if again is not None:
                found.append(again)
            return again is not None

        # A smaller call that hangs or ends the process is an end to shrinking, not another counterexample.
        with contextlib.suppress(WorkerTimeout, WorkerCrashed):
            shrink(asked.call, still_fails)
        return found[-1]

    def _ask_again(self, original: Asked, question: Question) -> Asked | None:
        """The question asked, if the reference takes it and it fails as the original did."""
        if not question.is_answerable:
            return None
        outcome = self._ask(self.exercise, question.call)
        fault = question.fault_of(outcome)
        same = fault is not None and original.fault is not None and fault.kind == original.fault.kind
        return Asked(question, outcome, fault) if same else None

    def _ask(self, exercise: Exercise, call: Call) -> Outcome:
        return next(self.ask_all(exercise, [call]))
