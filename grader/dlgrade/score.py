"""Verdicts to points. Pure: the same verdicts give the same points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlgrade.records import CaseResult, ExerciseResult, TopicResult, Verdict


def exercise_verdict(cases: Sequence[CaseResult]) -> Verdict:
    """The verdict of the first case that did not pass; a fault of ours shows wherever it stands."""
    verdicts = [c.verdict for c in cases]
    if Verdict.GRADER_FAULT in verdicts:
        return Verdict.GRADER_FAULT
    return next((v for v in verdicts if v is not Verdict.PASSED), Verdict.PASSED)


def exercise_points(cases: Sequence[CaseResult], points: float) -> tuple[float, float]:
    """Points earned and points possible: `points` times the share of the weights that passed.

    A case that we could not judge takes no part; where none could be judged the exercise is worth nothing
    and costs nothing.
    """
    judged = [c for c in cases if c.verdict is not Verdict.GRADER_FAULT]
    weight = sum(c.weight for c in judged)
    if not weight:
        return 0.0, 0.0
    passed = sum(c.weight for c in judged if c.verdict is Verdict.PASSED)
    return points * passed / weight, points


def topic_result(topic: str, exercises: Iterable[ExerciseResult]) -> TopicResult:
    """The sum over a topic; bonus exercises stand apart and never raise what could be had."""
    rows = tuple(exercises)
    core = [e for e in rows if not e.bonus]
    return TopicResult(
        topic=topic,
        score=sum(e.score for e in core),
        max_score=sum(e.max_score for e in core),
        bonus=sum(e.score for e in rows if e.bonus),
        exercises=rows,
    )
