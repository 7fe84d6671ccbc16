"""Whose score another grading changed, and by what: two runs of an assignment, student by student. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dlgrade.handed_in import Student
from dlgrade.standing import ExerciseScore, Standing


@dataclass(frozen=True)
class Change:
    """A student whose score is another one, with each exercise that made it so, before and after."""

    student: Student
    before: float
    after: float
    exercises: tuple[tuple[ExerciseScore | None, ExerciseScore | None], ...]


def changes(before: Iterable[Standing], after: Iterable[Standing]) -> Iterator[Change]:
    """Who has another score, bonus or final, or another verdict anywhere; those of one run alone are no change."""
    old = {standing.student.id: standing for standing in before}
    for new in after:
        was = old.get(new.student.id)
        if was is None:
            continue
        pairs = tuple(_differing(was.exercises, new.exercises))
        if pairs or abs(was.final - new.final) > 1e-9:
            yield Change(new.student, was.final, new.final, pairs)


def _differing(
    old: Iterable[ExerciseScore], new: Iterable[ExerciseScore]
) -> Iterator[tuple[ExerciseScore | None, ExerciseScore | None]]:
    before, after = ({e.name: e for e in side} for side in (old, new))
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if one is None or other is None or one.verdict != other.verdict or abs(one.score - other.score) > 1e-9:
            yield one, other
