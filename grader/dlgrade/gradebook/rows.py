"""A report as rows of tables, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dlgrade.gradebook.schema import CaseRow, ExerciseRow
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Report, TopicResult, Verdict
from dlgrade.score import topic_result


def exercise_rows(result_id: int, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "result_id": result_id, "position": position, "topic": topic.topic, "name": exercise.name,
            "verdict": str(exercise.verdict), "score": exercise.score, "max_score": exercise.max_score,
            "is_bonus": exercise.bonus, "duration_s": exercise.duration_s,
            "diagnosis_id": exercise.diagnosis.id if exercise.diagnosis else None,
            "diagnosis": exercise.diagnosis.message if exercise.diagnosis else None,
            "counterexample": vars(exercise.counterexample) if exercise.counterexample else None,
        }
        for position, (topic, exercise) in enumerate(_exercises(report))
    ]  # fmt: skip


def case_rows(result_id: int, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "result_id": result_id, "exercise": number, "position": position, "name": case.name,
            "verdict": str(case.verdict), "message": case.message, "weight": case.weight,
        }
        for number, (_, exercise) in enumerate(_exercises(report))
        for position, case in enumerate(exercise.cases)
    ]  # fmt: skip


def _exercises(report: Report) -> Iterable[tuple[TopicResult, ExerciseResult]]:
    return ((topic, exercise) for topic in report.topics for exercise in topic.exercises)


def topics_of(exercises: Iterable[ExerciseRow], cases: Iterable[CaseRow]) -> tuple[TopicResult, ...]:
    """The topics of a report from its rows, both in the order of their positions."""
    of: dict[int, list[CaseResult]] = {}
    for case in cases:
        of.setdefault(case.exercise, []).append(CaseResult(case.name, Verdict(case.verdict), case.message, case.weight))
    topics: dict[str, list[ExerciseResult]] = {}
    for row in exercises:
        topics.setdefault(row.topic, []).append(_exercise(row, tuple(of.get(row.position, ()))))
    return tuple(topic_result(name, results) for name, results in topics.items())


def _exercise(row: ExerciseRow, cases: tuple[CaseResult, ...]) -> ExerciseResult:
    diagnosis = Diagnosis(row.diagnosis_id, row.diagnosis) if row.diagnosis_id and row.diagnosis else None
    found = Counterexample(**row.counterexample) if row.counterexample else None
    return ExerciseResult(
        row.name, Verdict(row.verdict), row.score, row.max_score, row.is_bonus, cases, diagnosis, found, row.duration_s
    )
