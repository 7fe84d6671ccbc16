"""One grader for many: each submission gets what it would get alone, whoever came before it, and whatever dies."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, family, gone
from dlgrade.batch import CannotGrade, Graded, Task, Terms, grade_all, grade_one, task_of
from dlgrade.course import Course
from dlgrade.executors import FOR_EACH, here, local
from dlgrade.grader import Grader
from dlgrade.records import Report
from dlgrade.submission import CannotRead, read
from dlgrade.suite import reference
from dlgrade.suite.source import source_of
from dlgrade.worker import isolation
from dlgrade.worker.isolation import LEVELS

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
    graded = list(grade_all(map(task_of, class_of_twelve), terms, here()))
    assert [g.error for g in graded] == [None] * len(class_of_twelve)
    return {Path(g.id): g.report for g in graded if g.report}


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


# ── What is handed to grading processes ───────────────────────────────────────────────────────────────────


def right(name: str = "right") -> Task:
    return Task(name, name, f"{name}.py", ((f"{name}.py", SOLUTION.encode()),))


def deadly(deed: Callable[..., Any], *arguments: Any) -> Task:
    """A task that does a deed in the process that opens it. Students have no such tasks: here it is what a crash is."""

    class Deadly:
        def __reduce__(self) -> tuple[Any, ...]:
            return deed, arguments

    return replace(right("deadly"), pieces=((Deadly(), b""),))  # type: ignore[arg-type]


def percents(graded: list[Graded]) -> dict[str, float | None]:
    return {g.id: g.report.percent if g.report else None for g in graded}


def test_what_cannot_be_read_is_told_and_costs_no_other(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="nothing"):
        task_of(tmp_path / "nothing")
    empty, too_large = replace(right("empty"), pieces=()), replace(right("large"), pieces=(("a.py", None),))
    graded = {g.id: g for g in grade_all([empty, too_large, right()], TERMS, here())}
    assert "no Python file" in str(graded["empty"].error)
    assert not graded["empty"].is_fault
    assert percents(list(graded.values())) == {"empty": None, "large": 0, "right": 100}


def test_two_processes_give_what_one_gives(
    class_of_twelve: list[Path], reports: dict[Path, Report], terms: Terms
) -> None:
    with local(2) as graders:
        graded = list(grade_all(map(task_of, class_of_twelve), terms, graders))
    assert sorted(g.id for g in graded) == sorted(map(str, class_of_twelve))
    for one in graded:
        assert one.report is not None
        assert timeless(one.report) == timeless(reports[Path(one.id)])


def test_a_submission_is_graded_by_the_grader_of_the_process() -> None:
    graded = grade_one(right(), TERMS)
    assert isinstance(graded, Graded)
    assert graded.report is not None
    assert graded.report.environment["isolation"]["level"] in ("basic", "standard", "strong")


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = []

    def endless() -> Iterator[Task]:
        while True:
            taken.append(1)
            yield right(str(len(taken)))

    with local(1) as graders:
        graded = grade_all(endless(), TERMS, graders)
        for number, _ in zip(range(8), graded, strict=False):
            # Those that were given out, and those in flight.
            assert len(taken) <= number + 1 + FOR_EACH
        graded.close()


def test_names_are_told_apart_whatever_is_in_them() -> None:
    names = ["../../etc", "a'; DROP TABLE", "=cmd|' /C calc'!A0", "\0", "x" * 300, "\ud800", "é", "e\u0301", "A", "a"]
    tasks = [replace(right(), id=name, name=name, path=name) for name in names]
    with local(1) as graders:
        graded = list(grade_all(tasks, TERMS, graders))
    assert sorted(g.id for g in graded) == sorted(names)
    assert {g.report.percent for g in graded if g.report} == {100}


# ── What goes wrong ───────────────────────────────────────────────────────────────────────────────────────


def test_a_run_loses_nothing_when_a_grading_process_is_killed(
    class_of_twelve: list[Path], reports: dict[Path, Report], terms: Terms
) -> None:
    graded = []
    with local(2) as graders:
        for one in grade_all(map(task_of, class_of_twelve), terms, graders):
            graded.append(one)
            if len(graded) in (2, 6):
                os.kill(max(graders.crew.pids()), signal.SIGKILL)
    assert sorted(g.id for g in graded) == sorted(map(str, class_of_twelve))
    assert all(g.report and timeless(g.report) == timeless(reports[Path(g.id)]) for g in graded)


def test_a_submission_that_ends_its_process_again_and_again_is_our_fault_and_costs_no_other() -> None:
    tasks = [right("1"), deadly(signal.raise_signal, signal.SIGSEGV), right("2"), right("3"), right("4")]
    with local(2) as graders:
        graded = {g.id: g for g in grade_all(tasks, TERMS, graders)}
    assert percents(list(graded.values())) == {"1": 100, "2": 100, "3": 100, "4": 100, "deadly": None}
    assert graded["deadly"].is_fault
    assert "SIGSEGV" in str(graded["deadly"].error)


@pytest.mark.parametrize("executor", [here, local])
def test_an_exception_of_ours_is_told_as_a_fault_of_this_submission(executor: Callable[..., Any]) -> None:
    odd = replace(right("odd"), pieces=(("a.py", 5),))  # type: ignore[arg-type]
    with executor() as graders:
        graded = {g.id: g for g in grade_all([right("1"), odd, right("2")], TERMS, graders)}
    assert percents(list(graded.values())) == {"1": 100, "odd": None, "2": 100}
    assert graded["odd"].is_fault
    assert "TypeError" in str(graded["odd"].error)


def test_a_wall_that_is_too_low_ends_the_run_before_anything_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(isolation.CHOICES, "strict", LEVELS["basic"])
    with pytest.raises(CannotGrade, match="standard") as refusal:
        list(grade_all([right()], replace(TERMS, isolation="strict"), here()))
    assert refusal.value.exit_code == 3


def test_an_unknown_name_ends_the_run_with_its_own_sentence() -> None:
    with local(1) as graders, pytest.raises(CannotGrade, match="dlgrade list") as refusal:
        list(grade_all([right()], replace(TERMS, name="nothing of the kind"), graders))
    assert refusal.value.exit_code == 2


def test_a_class_in_which_all_calls_hang_takes_less_than_the_bound(terms: Terms) -> None:
    hanging = "".join(f"def {e.name}(*args, **kwargs):\n    while True: pass\n\n" for e in TOPIC.exercises)
    task = Task("hangs", "hangs", "hangs.py", (("hangs.py", hanging.encode()),))
    quick = replace(terms, timeout=0.2)
    begin = time.monotonic()
    (graded,) = grade_all([task], quick, here())
    assert graded.report is not None
    assert {str(e.verdict) for e in graded.report.exercises()} == {"timeout"}
    # A deadline for each exercise, and as much again for what is ours.
    assert time.monotonic() - begin < 2 * 0.2 * len(TOPIC.exercises) + 10 < quick.longest()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_processes_end_with_the_executor() -> None:
    with local(1) as graders:
        (graded,) = grade_all([right()], TERMS, graders)
        members = set().union(*map(family, graders.crew.pids()))
    assert graded.report is not None
    assert len(members) > 1
    assert gone(members)
