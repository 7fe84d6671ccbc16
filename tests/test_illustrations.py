"""A student's page has a picture where one shows what is wrong, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import dlgrade
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.illustrations import illustrations
from dlgrade.records import Verdict
from dlgrade.submission import read

# One is right, one wrong everywhere, one wrong in what no picture of its values shows, one raises, one is not begun.
ANSWERS = """
import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def sign(x):
    return np.where(x > 0, 1.0, 0.0)


def relu(x):
    x[x < 0] = 0
    return x


def softshrink(x, lambd=0.5):
    return x[0, 0, 0, 0, 0]


def tanhshrink(x):
    raise NotImplementedError
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.py"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def drawn(course: Course, path: Path) -> tuple[dict[str, Verdict], dict[str, str]]:
    submission = read(path)
    names = ("softsign", "sign", "relu", "softshrink", "tanhshrink")
    with Grader(course, tuple(course.exercise(name) for name in names), 3) as grader:
        report = grader.grade(submission)
        return {e.name: e.verdict for e in report.exercises()}, illustrations(grader, submission, report)


def test_what_failed_is_drawn_if_its_picture_shows_it(course: Course, answers: Path) -> None:
    verdicts, pictures = drawn(course, answers)
    assert verdicts == {
        "softsign": "passed", "sign": "failed", "relu": "failed", "softshrink": "error", "tanhshrink": "todo"
    }  # fmt: skip
    assert list(pictures) == ["sign"]
    assert ElementTree.fromstring(pictures["sign"]).tag.endswith("svg")


def test_without_matplotlib_a_page_is_written_without_pictures(
    course: Course, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Python's own import does where a package is not installed.
    monkeypatch.setitem(sys.modules, "matplotlib.style", None)
    assert drawn(course, answers)[1] == {}


@pytest.mark.parametrize(("level", "count"), [("full", 1), ("diagnosis", 0), ("verdict", 0)])
def test_a_picture_is_shown_where_what_is_expected_may_be(answers: Path, level: str, count: int) -> None:
    asked = dlgrade("sign", str(answers), "--html", "-", "--reveal", level)
    assert asked.returncode == 1
    assert asked.stdout.count('class="picture"') == count
