"""Right answers written in any way pass: three workspaces of other people's formulas, on several seeds."""

from __future__ import annotations

import pytest
from conftest import SUBMISSIONS, grade_path
from dlgrade.course import Course
from dlgrade.submission import Definition, read

VARIANTS = ("float32_safe", "loops", "other_formula")


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_right_variant_passes_every_case_and_gets_no_diagnosis(course: Course, variant: str, seed: int) -> None:
    report = grade_path(course, SUBMISSIONS / "right" / variant, seed=seed)
    wrong = [(e.name, e.first_not_passed()) for e in report.exercises() if str(e.verdict) != "passed"]
    assert wrong == []
    assert [e.name for e in report.exercises() if e.diagnosis or e.counterexample] == []
    assert report.percent == 100


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_exercise_has_the_variant(course: Course, variant: str) -> None:
    submission = read(SUBMISSIONS / "right" / variant)
    missing = [e.name for e in course.exercises() if not isinstance(submission.find(e.name, e.topic), Definition)]
    assert missing == []
