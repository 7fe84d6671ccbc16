"""A class at a terminal, and whose score another grading changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from dlgrade.changes import changes
from dlgrade.handed_in import Student
from dlgrade.messages import say
from dlgrade.reports.class_table import render, render_changes, render_summary
from dlgrade.standing import ExerciseScore, Override, Standing
from grades import AYSE, BEFORE, CAGRI, HOSTILE, IBRAHIM, exercises
from rich.cells import cell_len

CLASS = (
    Standing(AYSE, exercises(4, 6, 1), "a", "x", 1, 1, BEFORE),
    Standing(IBRAHIM, exercises(2, 6), "b", "x", 3, 2, BEFORE, True, timedelta(hours=30), 0.2),
    Standing(CAGRI, exercises(0, 0)),
)


def test_each_student_has_a_line_with_points_and_what_else_is_to_be_said() -> None:
    _, ayse, ibrahim, cagri, *_ = render(CLASS).splitlines()
    assert ayse.split() == ["12345", "Ayşe", "Yılmaz", "10/10", "100", "+1", "bonus"]
    # 8 points, a fifth less.
    assert "6.4/10" in ibrahim
    assert "late: −20 %, attempt 2 of 3" in ibrahim
    assert cagri.endswith("not handed in")


def test_the_whole_is_of_those_who_handed_in() -> None:
    text = render_summary(CLASS)
    assert "students: 3, handed in: 2, missing: 1" in text
    # 100 % and 64 %.
    assert "mean 82 %, median 82 %, least 64 %, most 100 %" in text
    assert "hardest: one 1/2, extra 1/2" in text


def test_points_given_by_hand_and_what_could_not_be_graded_are_named() -> None:
    first, *rest = CLASS[0].exercises
    given = replace(CLASS[0], exercises=(replace(first, override=Override("one", 4.0, "oral")), *rest))
    broken = replace(CLASS[1], problem=say("The archive is damaged."))
    text = " ".join(render([given, broken], width=200).split())
    assert "by hand: one" in text
    assert "The archive is damaged." in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal_whatever_ids_and_names_there_are(width: int) -> None:
    people = [replace(CLASS[1], student=Student(text, text, text)) for text in HOSTILE]
    lines = render(people, width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not any(char in line for line in lines for char in "\0\u202e\r\t\ud800")


def test_an_empty_class_is_told() -> None:
    assert "students: 0" in render([])


def other(standing: Standing, **points: float) -> Standing:
    """The same with other points for some exercises."""
    changed = [
        replace(e, score=points[e.name], verdict="failed") if e.name in points else e for e in standing.exercises
    ]
    return replace(standing, exercises=tuple(changed))


def test_a_change_names_the_student_and_each_exercise_before_and_after() -> None:
    found = list(changes(CLASS, (other(CLASS[0], one=1.0), *CLASS[1:])))
    text = render_changes(found)
    assert text.splitlines()[0] == "12345 Ayşe Yılmaz: 10 → 7"
    assert text.splitlines()[1].strip() == "one: 4 (passed) → 1 (failed)"
    assert len(text.splitlines()) == 2


def test_an_exercise_that_came_or_went_is_a_change_and_a_student_of_one_run_alone_is_none() -> None:
    more = (*CLASS[0].exercises, ExerciseScore("beta", "new", 1.0, 1.0, False, "passed"))
    (change,) = changes(CLASS[:1], (replace(CLASS[0], exercises=more), CLASS[2]))
    ((before, after),) = change.exercises
    assert before is None
    assert after is not None
    assert "new: not asked → 1 (passed)" in render_changes([change])


def test_nothing_changed_is_told_in_a_sentence() -> None:
    assert render_changes(list(changes(CLASS, CLASS))) == "No score changed.\n"
