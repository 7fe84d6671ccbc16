"""What is loaded once and grades many submissions: the process that stays warm."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from dlgrade import kept_references
from dlgrade.carried import Carrying
from dlgrade.course import Course
from dlgrade.fingerprint import environment
from dlgrade.judge.question import Questions
from dlgrade.records import CaseResult, Report
from dlgrade.run import Suites
from dlgrade.session import DEFAULT_SEED, TIMEOUT_SECONDS, Session
from dlgrade.submission import Submission
from dlgrade.suite.exercise import Exercise
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.starters import Starter, starter


@dataclass
class Grader:
    """Grades submissions of some exercises, one after the other. Use it in a `with` block.

    Its suites are collected and its references asked once, and workers come from one clean process. Where it
    `keeps_references`, those of an earlier grader are not even asked.

    Args:
        week: the week that the reports are of.
        isolation: one of `isolation.CHOICES`; strict raises `farside.WallTooLow` when a submission is to be graded.
        is_partial: whether what fails because another exercise of the submission does gets the points of its own.
        carries: whether it is looked for what fails because of another; a class that gives no points for it does not
            pay for the experiment either.
    """

    course: Course
    exercises: tuple[Exercise, ...]
    week: int | None = None
    seed: int = DEFAULT_SEED
    timeout: float = TIMEOUT_SECONDS
    isolation: str = "auto"
    keeps_references: bool = False
    is_partial: bool = False
    carries: bool = True
    questions: Questions = field(default_factory=Questions)
    _starter: Starter = field(init=False)
    _suites: Suites | None = None

    def __post_init__(self) -> None:
        self._starter = starter(CHOICES[self.isolation])

    def __enter__(self) -> Grader:
        # An interrupt from here on would not come to `__exit__`.
        try:
            self._starter.warm_up()
            if self.keeps_references:
                kept_references.load(self.questions, self.course, self.exercises, self.seed)
        except BaseException:
            self._starter.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._starter.close()
        if self.keeps_references and kind is None:
            kept_references.save(self.questions, self.course, self.exercises, self.seed)

    def session(
        self,
        submission: Submission,
        exercises: Sequence[Exercise] | None = None,
        on_result: Callable[[CaseResult], None] = lambda result: None,
    ) -> Session:
        """A session of the submission, of all exercises or of some of them."""
        asked = self.exercises if exercises is None else tuple(exercises)
        return Session(
            self.course, submission, asked, self._starter, self.questions, self.week, self.seed, self.timeout,
            self.isolation == "strict", self._environment, on_result,
        )  # fmt: skip

    @functools.cached_property
    def _environment(self) -> dict[str, Any]:
        return environment(self.course, self.exercises, self.seed)

    def grade(self, submission: Submission, exercises: Sequence[Exercise] | None = None) -> Report:
        """Run the suites on a submission. Raises `run.SuitesNotRun` where pytest itself fails."""
        asked = self.exercises if exercises is None else tuple(exercises)
        report = self._run(submission, asked)
        if not self.carries:
            return report
        return Carrying(self.course, asked, self._run, self.is_partial).forward(submission, report)

    def _run(self, submission: Submission, exercises: Sequence[Exercise]) -> Report:
        if self._suites is None:
            self._suites = Suites(self.course, self.exercises)
        with self.session(submission, exercises) as session:
            return self._suites.run(session)
