"""Errors carried forward: what fails because of another function of the student's that fails is told apart.

An exercise that fails and uses others that are not known to pass is graded again with the course's solutions in their
place. Where that mends it, at least in part, the first thing to do is to mend the other.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dlgrade.course import Course
from dlgrade.given import with_given
from dlgrade.messages import Message, say
from dlgrade.records import Diagnosis, ExerciseResult, Report, Verdict
from dlgrade.rules import is_stub
from dlgrade.score import topic_result
from dlgrade.submission import Submission, Unfit
from dlgrade.suite.exercise import Exercise
from dlgrade.touched import names_used

# An exercise of these was run and did not pass, so that what it uses may be at fault.
RUN = (Verdict.FAILED, Verdict.ERROR, Verdict.TODO)

# Of several that an exercise uses, so many are tried one by one.
ALONE = 3
# How often an exercise may be graded: as it is, with all it uses mended, and with each of these.
TURNS = 2 + ALONE

Regrade = Callable[[Submission, Sequence[Exercise]], Report]


class Mended(NamedTuple):
    """What an exercise comes to with others mended, and which of them must be."""

    result: ExerciseResult
    first: tuple[str, ...]


@dataclass(frozen=True)
class Carrying:
    """Grades again what another function's fault may have spoilt.

    Args:
        regrade: grades some exercises of a submission.
        is_partial: whether an exercise gets the points that it would have with the others mended.
    """

    course: Course
    exercises: tuple[Exercise, ...]
    regrade: Regrade
    is_partial: bool = False

    def forward(self, submission: Submission, report: Report) -> Report:
        """The report with what is to be mended first."""
        passed = {result.name for result in report.exercises() if result.verdict is Verdict.PASSED}
        by_name = {exercise.name: exercise for exercise in self.exercises}
        found = {
            result.name: mended
            for result in report.exercises()
            if result.verdict in RUN and (mended := self._looked_for(submission, by_name[result.name], result, passed))
        }
        if not found:
            return report
        topics = (
            topic_result(topic.topic, [self._told(e, found.get(e.name)) for e in topic.exercises])
            for topic in report.topics
        )
        return replace(report, topics=tuple(topics))

    def _looked_for(
        self, submission: Submission, exercise: Exercise, before: ExerciseResult, passed: Collection[str]
    ) -> Mended | None:
        # Ours to fail: the report is made, and no experiment may take it away again.
        with contextlib.suppress(Exception):
            return self._mended(submission, exercise, before, passed)
        return None

    def _mended(
        self, submission: Submission, exercise: Exercise, before: ExerciseResult, passed: Collection[str]
    ) -> Mended | None:
        """What mending others does for an exercise: one of them where that is enough, else all that it uses."""
        if not self._is_begun(submission, exercise):
            return None
        used = map(self.course.find, sorted(names_used(submission, exercise) - set(passed)))
        others = [other for other in used if other is not None]
        best = self._again(submission, exercise, others) if others else None
        if best is None or best.score <= before.score:
            return None
        for other in others[:ALONE] if len(others) > 1 else ():
            alone = self._again(submission, exercise, [other])
            if alone is not None and alone.score >= best.score:
                return Mended(alone, (other.name,))
        return Mended(best, tuple(other.name for other in others))

    def _is_begun(self, submission: Submission, exercise: Exercise) -> bool:
        found = submission.find(exercise.name, exercise.topic)
        return not isinstance(found, Unfit) and not is_stub(found.node)

    def _again(self, submission: Submission, exercise: Exercise, others: Iterable[Exercise]) -> ExerciseResult | None:
        """The exercise graded with the solutions of others in their place; None where these cannot be put there."""
        mended = with_given(submission, self.course, others)
        return next(self.regrade(mended, (exercise,)).exercises()) if mended else None

    def _told(self, result: ExerciseResult, mended: Mended | None) -> ExerciseResult:
        if mended is None:
            return result
        diagnosis = Diagnosis(f"needs/{mended.first[0]}", self._sentence(mended))
        score = mended.result.score if self.is_partial else result.score
        return replace(result, diagnosis=diagnosis, score=score)

    def _sentence(self, mended: Mended) -> Message:
        names = ", ".join(f"`{name}`" for name in mended.first)
        if self.is_partial:
            return say("Mend {names} first, which this uses; the points are those with it mended.", names=names)
        if mended.result.verdict is Verdict.PASSED:
            return say("Mend {names} first, which this uses: then it passes.", names=names)
        return say("Mend {names} first, which this uses: then more of it passes.", names=names)
