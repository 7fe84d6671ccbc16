"""How a class did, in numbers: all expected ones are counted by hand from the few students of each test."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from dlgrade.class_statistics import MOST_DAYS, Percents, Progress, class_statistics
from dlgrade.handed_in import Student
from dlgrade.messages import say
from dlgrade.standing import ExerciseScore, Standing, Try
from grades import AYSE, CAGRI, IBRAHIM, exercises, small_class, standing


def reached(percent: float) -> Standing:
    return Standing(AYSE, (ExerciseScore("alpha", "one", percent, 100.0, False, "failed"),), "s")


def with_verdict(verdict: str | None, diagnosis: str | None = None) -> Standing:
    told = say("You forgot {what}.", what=diagnosis) if diagnosis else None
    return Standing(AYSE, (ExerciseScore("alpha", "one", 0.0, 1.0, False, verdict, diagnosis, None, told),), "s")


def test_a_small_class_is_counted() -> None:
    # 7.5 of 10; nothing handed in; 8 of 10 and a quarter less for lateness: 6 of 10.
    found = class_statistics(small_class())
    assert (found.count, found.there, found.missing, found.late, found.deduction) == (3, 2, (IBRAHIM,), 1, 0.25)
    assert found.percents == Percents(67.5, 67.5, 60.0, 75.0)
    assert found.histogram == (0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0)
    # `one`: 4 and 2 of 4; `two`: 3.5 and 6 of 6; `extra`: 1 and 0 of 1.
    assert [(e.name, e.bonus, dict(e.verdicts)) for e in found.exercises] == [
        ("one", False, {"passed": 1, "failed": 1}),
        ("two", False, {"failed": 1, "passed": 1}),
        ("extra", True, {"passed": 1, "todo": 1}),
    ]


@pytest.mark.parametrize(
    ("percent", "group"),
    [(0, 0), (9.99, 0), (10, 1), (0.1 + 0.2 + 29.7, 3), (99.9, 9), (100, 10), (100 - 1e-12, 10), (130, 10),
     (float("nan"), 0), (float("inf"), 10)],
)  # fmt: skip
def test_a_percentage_is_counted_in_the_tenth_that_it_reached(percent: float, group: int) -> None:
    histogram = class_statistics([reached(percent)]).histogram
    assert [index for index, count in enumerate(histogram) if count] == [group]


def test_who_handed_in_nothing_is_missing_and_counts_in_no_exercise() -> None:
    found = class_statistics([Standing(CAGRI, exercises(4, 6))])
    assert (found.missing, found.there, found.percents) == ((CAGRI,), 0, None)
    assert [e.count for e in found.exercises] == [0, 0, 0]


def test_an_exercise_is_attempted_where_the_function_ran() -> None:
    ran = ("passed", "failed", "error", "timeout", "crashed", "forbidden", "grader_fault")
    found = class_statistics(with_verdict(v) for v in (*ran, "todo", "missing", "unreadable", None))
    (one,) = found.exercises
    assert (one.count, one.attempted, one.passed) == (11, 7, 1)
    assert one.verdicts[""] == 1


def test_the_hardest_exercise_is_the_one_that_the_smallest_share_passed() -> None:
    found = class_statistics([standing(AYSE, 4, 6, 0), standing(CAGRI, 1, 6, 0), standing(IBRAHIM, 4, 6, 1)])
    # 1 of 3, 2 of 3, 3 of 3.
    assert [e.name for e in found.hardest] == ["extra", "one", "two"]


def test_misconceptions_come_with_sentence_and_count_the_commonest_first() -> None:
    three = [with_verdict("failed", "one/b")] * 2 + [with_verdict("failed", "one/a")]
    found = class_statistics([*three, with_verdict("passed"), with_verdict("todo")])
    assert [(m.id, m.exercise, str(m.message), m.count, m.attempted) for m in found.misconceptions] == [
        ("one/b", "one", "You forgot one/b.", 2, 4),
        ("one/a", "one", "You forgot one/a.", 1, 4),
    ]


def test_a_sentence_with_one_students_figures_is_nobody_elses() -> None:
    assert class_statistics([with_verdict("failed", "relation/constant-factor")]).misconceptions == ()


def test_the_first_graded_attempt_is_held_against_the_last() -> None:
    def tried(*percents: float | None) -> Standing:
        history = tuple(Try(number, None, percent) for number, percent in enumerate(percents, 1))
        return replace(standing(AYSE, 4, 6), history=history)

    found = class_statistics([tried(20, 50), tried(40, None, 30), tried(60, 60), tried(80), tried(None, 90)])
    # Firsts 20, 40, 60 and lasts 50, 30, 60; the other two have one graded attempt each.
    assert found.progress == Progress(3, 40.0, pytest.approx(140 / 3), 1, 1)
    # First attempts: 20, 40, 60 and 80; second ones: 50, 60 and 90; one third one.
    assert [(a.number, a.count, a.graded, a.mean) for a in found.attempts] == [
        (1, 5, 4, 50.0),
        (2, 4, 3, pytest.approx(200 / 3)),
        (3, 1, 1, 30.0),
    ]


def test_days_are_those_of_the_readers_zone_and_days_of_nothing_are_there() -> None:
    def at(*moments: datetime) -> Standing:
        return replace(standing(AYSE, 4, 6), history=tuple(Try(n, m) for n, m in enumerate(moments, 1)))

    evening = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    some = [at(evening, evening + timedelta(days=2)), at(evening - timedelta(hours=3))]
    # 22.30 in London is 1.30 of the next day in Istanbul.
    assert class_statistics(some, timezone(timedelta(hours=3))).days == (
        (date(2026, 11, 20), 1), (date(2026, 11, 21), 1), (date(2026, 11, 22), 0), (date(2026, 11, 23), 1),
    )  # fmt: skip
    long = class_statistics([at(evening - timedelta(days=3650), evening)], UTC).days
    assert len(long) <= MOST_DAYS
    assert sum(count for _, count in long) == 2


def test_what_could_not_be_graded_is_counted_apart() -> None:
    broken = replace(standing(AYSE, 0, 0), problem=say("The archive is damaged."))
    assert class_statistics([broken, standing(CAGRI, 4, 6)]).ungraded == 1


def test_standings_are_read_once_and_not_kept() -> None:
    made: list[weakref.ref[Standing]] = []

    def one_by_one() -> Iterator[Standing]:
        for number in range(50):
            some = standing(Student(str(number)), 4, 6)
            made.append(weakref.ref(some))
            yield some
            # This one is still held here, and by the loop that asked for it.
            assert sum(one() is not None for one in made) <= 2

    assert class_statistics(one_by_one()).count == 50


def test_no_class_at_all_has_no_numbers() -> None:
    found = class_statistics([])
    assert (found.count, found.percents, found.misconceptions, found.days, found.progress) == (0, None, (), (), None)
