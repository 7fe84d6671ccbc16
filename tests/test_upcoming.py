"""What comes next: in the order of the course, the core before bonus, and what others build on before these."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dlgrade.course import Course
from dlgrade.suite.exercise import Exercise
from dlgrade.upcoming import following, upcoming


@pytest.fixture
def five(course: Course) -> tuple[Exercise, ...]:
    """a, b (bonus), c, d (needs e), e."""
    (one,) = course.select("relu").exercises
    made = {name: replace(one, name=name, bonus=name == "b", needs=("e",) if name == "d" else ()) for name in "abcde"}
    return tuple(made.values())


@pytest.mark.parametrize(
    ("passed", "name"),
    [("", "a"), ("a", "c"), ("c", "a"), ("ac", "e"), ("ace", "d"), ("acde", "b"), ("abcde", None)],
)
def test_the_core_comes_before_bonus_and_needs_come_first(
    five: tuple[Exercise, ...], passed: str, name: str | None
) -> None:
    found = upcoming(five, dict.fromkeys(passed, "passed") | dict.fromkeys(set("abcde") - set(passed), "failed"))
    assert (found.name if found else None) == name


def test_exercises_that_need_each_other_still_come(five: tuple[Exercise, ...]) -> None:
    round_about = [replace(e, needs=("b",) if e.name == "a" else ("a",)) for e in five[:2]]
    found = upcoming(round_about, {})
    assert found
    assert found.name == "a"


@pytest.mark.parametrize(
    ("after", "passed", "name"),
    [("a", "", "c"), ("c", "", "e"), ("e", "", "a"), ("e", "acd", "b"), ("e", "abcd", None), ("b", "acde", None)],
)
def test_after_a_skipped_one_comes_the_next_and_the_order_goes_round(
    five: tuple[Exercise, ...], after: str, passed: str, name: str | None
) -> None:
    (here,) = (e for e in five if e.name == after)
    found = following(five, dict.fromkeys(passed, "passed"), here)
    assert (found.name if found else None) == name


def test_the_course_begins_with_the_first_exercise_of_its_first_topic(course: Course) -> None:
    found = upcoming(course.exercises(), {})
    assert found is course.exercises()[0]
