"""What a page tells of an exercise beside its report: what the course says of it, and the hint that comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dlgrade.course import Course
from dlgrade.docstring import Statement, read_statement
from dlgrade.reports.html import About
from dlgrade.suite.exercise import Exercise


def gather(
    course: Course, exercises: Iterable[Exercise], hints_seen: Mapping[str, int] | None = None
) -> dict[str, About]:
    """By the name of an exercise; `hints_seen` counts those that the student has called up already."""
    return {e.name: _about(course, e, (hints_seen or {}).get(e.name, 0)) for e in exercises}


def _about(course: Course, exercise: Exercise, seen: int) -> About:
    try:
        statement = read_statement(course.topic_of(exercise).solution_path, exercise.name)
    except (OSError, LookupError, SyntaxError, ValueError):
        # A course without solutions is graded as well; its pages tell less.
        statement = Statement("", "", "", "")
    total = len(exercise.hints)
    step = min(max(seen, 0) + 1, total)
    hint = exercise.hints[step - 1] if total else ""
    return About(statement.summary, statement.formula, hint, step, total)
