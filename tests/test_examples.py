"""Every exercise has an example with real numbers: the solution gives what it shows, and no case asks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.author.example_check import check_examples, statements
from dlgrade.author.examples import example, shown
from dlgrade.course import Course
from dlgrade.docstring import read_statement
from test_author import toy_course


def test_every_exercise_has_an_example_that_its_solution_gives_and_no_case_asks(course: Course) -> None:
    texts = {
        e.name: read_statement(course.topic_of(e).solution_path, e.name).sections.get("Example", "")
        for e in course.exercises()
    }
    assert [name for name, text in texts.items() if name not in text or ">>> " not in text] == []
    assert [f"{p.path.name}: {p.message}" for p in check_examples(course, course.exercises())] == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("array([ 0.8, -7. ])", "array([ 0.8, -7.5])", "gives array([ 0.8, -7. ])"),
        ("np.array([0.4, -3.5])", "np.aray([0.4, -3.5])", "raises AttributeError"),
        (
            "double(np.array([0.4, -3.5]))\n        array([ 0.8, -7. ])",
            "double(np.array([-1.5, 0.0, 1.5]))\n        array([-3.,  0.,  3.])",
            "asks what a case asks",
        ),
    ],
)
def test_an_example_that_is_not_as_it_says_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    course = toy_course(tmp_path, ("solution", old, new), ("stub", old, new))
    (problem,) = check_examples(course, course.exercises())
    assert why in str(problem.message)
    assert problem.path == tmp_path / "solutions" / "week09" / "toys.py"


def test_an_example_is_made_of_a_case_with_other_and_fewer_numbers(course: Course) -> None:
    exercise = course.exercise("leaky_relu")
    made = example(course, course.topic_of(exercise), exercise)
    assert made is not None
    ((source, want),) = statements(made)
    assert source.count(".") - source.count("np.") == 6
    assert want.startswith("array([[")
    assert made.replace("\n", "\n        ") in (ROOT / "solutions/week03/relu_like.py").read_text(encoding="utf-8")


def test_numbers_are_shown_to_four_digits() -> None:
    assert shown((1.0, 0.123456, [3, "a"], {"k": 1e-7})) == "(1.0, 0.1235, [3, 'a'], {'k': 1e-07})"
