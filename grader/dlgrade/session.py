"""One submission through the rooms: find its functions, ask them behind the wall, judge, score, report.

Each case is a pytest item; `items` makes them, `run` runs them, and this room holds what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from dlgrade.course import Course
from dlgrade.examine import Examination
from dlgrade.farside import FarSide
from dlgrade.judge.question import Questions
from dlgrade.records import CaseResult, ExerciseResult, Report, Verdict
from dlgrade.rules import unfit
from dlgrade.score import topic_result
from dlgrade.source_file import SourceFile
from dlgrade.submission import Definition, Submission, Unfit
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.isolation import Isolation
from dlgrade.worker.observe import Outcome
from dlgrade.worker.starters import Starter

DEFAULT_SEED = 0
TIMEOUT_SECONDS = 5.0
# What another function cannot have brought about, or what costs the student nothing.
_SETTLED = (Verdict.PASSED, Verdict.TODO, Verdict.GRADER_FAULT)


@dataclass
class Session:
    """A submission being graded. Use it in a `with` block: the worker ends with it.

    `grader.Grader` makes it, with the `starter` of workers and the `questions` that all its sessions share.
    """

    course: Course
    submission: Submission
    exercises: tuple[Exercise, ...]
    starter: Starter
    questions: Questions
    week: int | None = None
    seed: int = DEFAULT_SEED
    timeout: float = TIMEOUT_SECONDS
    is_strict: bool = False
    environment: Mapping[str, Any] = field(default_factory=dict)
    on_result: Callable[[CaseResult], None] = lambda result: None
    _examinations: dict[str, Examination] = field(default_factory=dict)
    _found: dict[str, Definition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.far_side = FarSide(self.submission, self.timeout, self.starter, self.is_strict)

    def __enter__(self) -> Session:
        for exercise in self.exercises:
            reason = self._locate(exercise)
            self._examinations[exercise.name] = Examination(
                exercise, self.seed, self.ask_all, reason, self._forward_of, self.questions
            )
        # An interrupt from here on would not come to `__exit__`.
        try:
            if self._found:
                self.far_side.start()
        except BaseException:
            self.far_side.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.far_side.close()

    def _locate(self, exercise: Exercise) -> Unfit | None:
        """Remember where the exercise is defined, or say why it is not to be run."""
        found = self.submission.find(exercise.name, exercise.topic)
        if isinstance(found, Unfit):
            return found
        reason = unfit(self.submission, found, exercise.bans)
        if reason is None:
            self._found[exercise.name] = found
        return reason

    def _forward_of(self, exercise: Exercise) -> Exercise | None:
        """What the exercise is the gradient of, if the submission has that too."""
        if exercise.gradient_of is None:
            return None
        forward = next((e for e in self.course.exercises() if e.name == exercise.gradient_of.of), None)
        return forward if forward and self._locate(forward) is None else None

    def run_case(self, exercise: Exercise, case: Case) -> CaseResult:
        """Grade one case: what a pytest item does."""
        examination = self._examinations[exercise.name]
        if examination.unfit is None and not examination.results:
            examination.unfit = self.far_side.import_fault(self._found[exercise.name].file.module)
        was_asked = examination.unfit is None
        result = examination.run(case)
        if was_asked and result.verdict not in _SETTLED and self.far_side.may_be_spoilt_for(exercise.name):
            # Another function may have spoilt the process: what counts is the answer in a fresh one.
            self.far_side.renew(exercise.name)
            result = examination.run_again(case)
        self.on_result(result)
        return result

    def why_unfit(self, exercise: Exercise) -> Unfit | None:
        """Why the exercise cannot be asked, or None; its file is imported to see."""
        found = self._found.get(exercise.name)
        return self.far_side.import_fault(found.file.module) if found else self._examinations[exercise.name].unfit

    def ask(self, exercise: Exercise, call: Call) -> Outcome:
        """Send a call over the wall. Raises as `FarSide.ask`."""
        return next(self.ask_all(exercise, [call]))

    def ask_all(self, exercise: Exercise, calls: Sequence[Call]) -> Iterator[Outcome]:
        """Send calls over the wall, all at once. Raises as `FarSide.ask`."""
        file = self._found[exercise.name].file
        answers = self.far_side.ask_all(file.module, exercise.name, calls, exercise.seconds or 0.0)
        # Of several files nobody tells in which an error arose.
        is_notebook = file.parts and len(self.submission.files) == 1
        return (_placed(answer, file) for answer in answers) if is_notebook else answers

    def report(self) -> Report:
        """The report; call it while the session is open, since explaining a fault asks again."""
        topics: dict[str, list[ExerciseResult]] = {}
        for exercise in self.exercises:
            topics.setdefault(exercise.topic, []).append(self._examinations[exercise.name].finish())
        rows = tuple(topic_result(name, results) for name, results in topics.items())
        own = self.submission
        isolation = self.far_side.isolation or Isolation("basic", (), (("process", "nothing was run"),))
        environment = {**self.environment, "isolation": isolation.to_dict()}
        return Report(own.id, own.path, own.sha256, self.week, rows, environment)


def _placed(outcome: Outcome, file: SourceFile) -> Outcome:
    """The outcome with the line of its error as the student has it, in a cell of the notebook."""
    if outcome.error is None or not outcome.error.line:
        return outcome
    cell, line = file.place(outcome.error.line)
    return replace(outcome, error=replace(outcome.error, line=line, cell=cell))
