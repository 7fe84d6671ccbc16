"""Whatever a submission does, it gets its verdict, its neighbours keep their scores, and the grader lives."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import SUBMISSIONS, grade_path
from dlgrade.course import Course

FILES = sorted((SUBMISSIONS / "wrong").glob("*.py"))


def expected_verdicts(path: Path) -> dict[str, str]:
    """The verdicts that the first line of the submission announces: `relu: timeout, softsign: passed`."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return dict(re.findall(r"(\w+): (\w+)", docstring.partition(".")[0]))


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_each_wrong_submission_gets_the_verdict_it_announces(course: Course, path: Path) -> None:
    expected = expected_verdicts(path)
    report = grade_path(course, path, ("relu", "softsign"), timeout=2)
    assert {e.name: str(e.verdict) for e in report.exercises()} == expected


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_what_is_not_passed_is_told_in_one_clean_sentence(course: Course, path: Path) -> None:
    report = grade_path(course, path, ("relu",), timeout=2)
    case = next(report.exercises()).first_not_passed()
    if case is None:
        assert expected_verdicts(path)["relu"] == "passed"
        return
    text = str(case.message)
    assert text
    assert "\n" not in text
    assert text.isprintable()
    assert "Traceback" not in text
