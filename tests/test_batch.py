"""One grader for many: each submission gets what it would get alone, whoever came before it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from dlgrade.batch import Terms, grade_all, grade_one
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.records import Report
from dlgrade.submission import read
from dlgrade.suite import reference
from dlgrade.suite.source import source_of

TERMS = Terms(Course.in_clone(ROOT), "threshold_like", isolation="auto")
TOPIC = next(t for t in TERMS.course.topics() if t.name == TERMS.name)
FIRST = TOPIC.exercises[0].name
SOLUTION = TOPIC.solution_path.read_text(encoding="utf-8")


def timeless(report: Report) -> dict[str, Any]:
    """What the contract says is the same for the same submission, seed and versions."""
    rows = [replace(e, duration_s=0.0) for e in report.exercises()]
    return {"rows": rows, "score": report.score, "sha256": report.sha256}


@pytest.fixture(scope="module")
def class_of_twelve(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Solutions in which some functions have a misconception, one that is all wrong, one that hangs, one that ends."""
    folder, drawn = tmp_path_factory.mktemp("class"), random.Random(1)
    texts = [SOLUTION]
    for _ in range(8):
        flaws = [(e.name, drawn.choice(e.misconceptions)) for e in TOPIC.exercises if drawn.random() < 0.3]
        texts.append("\n\n".join([SOLUTION, *(source_of(flaw.function, name) for name, flaw in flaws)]))
    texts.append("".join(f"def {e.name}(*args, **kwargs):\n    return 0.0\n\n" for e in TOPIC.exercises))
    texts.append(SOLUTION + f"\n\ndef {FIRST}(x):\n    while True:\n        pass\n")
    texts.append(SOLUTION + f"\n\nimport os\n\ndef {FIRST}(x):\n    os._exit(0)\n")
    paths = [folder / f"student{n:02}" / TOPIC.relative.name for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def terms() -> Terms:
    return replace(TERMS, timeout=1.0)


@pytest.fixture(scope="module")
def reports(class_of_twelve: list[Path], terms: Terms) -> dict[Path, Report]:
    graded = list(grade_all(class_of_twelve, terms))
    assert [g.error for g in graded] == [None] * len(class_of_twelve)
    return {g.path: g.report for g in graded if g.report}


def test_each_submission_of_a_class_gets_the_report_that_it_gets_alone(
    reports: dict[Path, Report], terms: Terms
) -> None:
    for path, report in list(reports.items())[1::4]:
        with Grader(terms.course, TOPIC.exercises, TOPIC.week, terms.seed, terms.timeout) as grader:
            assert timeless(grader.grade(read(path))) == timeless(report)


def test_the_order_of_a_class_changes_no_report(
    class_of_twelve: list[Path], reports: dict[Path, Report], terms: Terms
) -> None:
    with Grader(terms.course, TOPIC.exercises, TOPIC.week, terms.seed, terms.timeout) as grader:
        for path in reversed(class_of_twelve):
            assert timeless(grader.grade(read(path))) == timeless(reports[path])


def test_a_wrong_submission_is_not_graded_by_the_right_one_before_it(reports: dict[Path, Report]) -> None:
    scores = [report.percent for report in reports.values()]
    assert scores[0] == 100
    assert scores[-3] == 0
    assert all(0 < score < 100 for score in scores[-2:])


def test_references_are_asked_once_however_many_hand_in_the_same_mistakes(
    class_of_twelve: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    expect = reference.expect
    monkeypatch.setattr(reference, "expect", lambda *arguments: asked.append(1) or expect(*arguments))
    with Grader(TERMS.course, TOPIC.exercises) as grader:
        for path in class_of_twelve[:9]:
            grader.grade(read(path))
        once = len(asked)
        for path in class_of_twelve[:9]:
            grader.grade(read(path))
    assert once > 0
    assert len(asked) == once


def test_a_grader_asked_for_some_exercises_reports_these_alone() -> None:
    wanted = TOPIC.exercises[1:3]
    with Grader(TERMS.course, TOPIC.exercises) as grader:
        report = grader.grade(read(TOPIC.solution_path), wanted)
        assert [e.name for e in report.exercises()] == [e.name for e in wanted]
        assert report.percent == 100
        assert len(list(grader.grade(read(TOPIC.solution_path)).exercises())) == len(TOPIC.exercises)


def test_what_cannot_be_read_is_told_and_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(SOLUTION, encoding="utf-8")
    missing, right = grade_all([tmp_path / "nothing", tmp_path / "right.py"], TERMS)
    assert missing.report is None
    assert "nothing" in str(missing.error)
    assert right.report is not None
    assert right.report.percent == 100


def test_two_processes_give_what_one_gives(
    class_of_twelve: list[Path], reports: dict[Path, Report], terms: Terms
) -> None:
    for graded in grade_all(class_of_twelve, terms, jobs=2):
        assert graded.report is not None
        assert timeless(graded.report) == timeless(reports[graded.path])


def test_a_submission_is_graded_by_the_grader_of_the_process(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(SOLUTION, encoding="utf-8")
    graded = grade_one(tmp_path / "right.py", TERMS)
    assert graded.report is not None
    assert graded.report.environment["isolation"]["level"] in ("basic", "standard", "strong")
