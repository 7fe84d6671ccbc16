"""Every declared misconception, handed in as a submission, fails its suite and is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, grade_path
from dlgrade.course import Course
from dlgrade.suite.exercise import Exercise, Misconception
from dlgrade.suite.source import source_of

DECLARED = [(e, m) for e in Course.in_clone(ROOT).exercises() for m in e.misconceptions]


@pytest.mark.parametrize(("exercise", "misconception"), DECLARED, ids=[f"{e.name}-{m.id}" for e, m in DECLARED])
def test_a_misconception_fails_and_is_named(
    course: Course, tmp_path: Path, exercise: Exercise, misconception: Misconception
) -> None:
    path = tmp_path / "answer.py"
    path.write_text(source_of(misconception.function, exercise.name), encoding="utf-8")
    (result,) = grade_path(course, path, (exercise.name,)).exercises()
    assert str(result.verdict) != "passed"
    assert result.diagnosis is not None
    assert result.diagnosis.id == f"{exercise.name}/{misconception.id}"
    assert result.score < result.max_score
