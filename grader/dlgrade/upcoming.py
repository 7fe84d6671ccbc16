"""Which exercise comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dlgrade.records import Verdict
from dlgrade.suite.exercise import Exercise


def upcoming(exercises: Iterable[Exercise], verdicts: Mapping[str, str]) -> Exercise | None:
    """The first exercise that has not passed: the core before bonus, and what others build on before these.

    None where all have passed. `exercises` are in the order of the course, `verdicts` are by name.
    """
    left = sorted((e for e in exercises if verdicts.get(e.name) != Verdict.PASSED), key=lambda e: e.bonus)
    names = {e.name for e in left}
    return next((e for e in left if names.isdisjoint(e.needs)), left[0] if left else None)


def following(exercises: tuple[Exercise, ...], verdicts: Mapping[str, str], after: Exercise) -> Exercise | None:
    """The one that comes after another, which may be skipped: the order goes round. None where no other is left."""
    here = next((i for i, e in enumerate(exercises) if e.name == after.name), -1)
    return upcoming((*exercises[here + 1 :], *exercises[: max(here, 0)]), verdicts)


def from_week(exercises: Iterable[Exercise], week: int) -> list[Exercise]:
    """The exercises of this week and of those after it, then those before."""
    return sorted(exercises, key=lambda e: e.week < week)
