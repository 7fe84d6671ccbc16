"""A report says what happened in every form alike: the schema holds, lines fit, points add up."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import grade_path
from dlgrade.course import Course
from dlgrade.messages import say
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Report, Verdict
from dlgrade.reports import json as json_report
from dlgrade.reports import terminal
from dlgrade.score import exercise_points, exercise_verdict, topic_result
from rich.cells import cell_len

PASSED, FAILED, FAULT = Verdict.PASSED, Verdict.FAILED, Verdict.GRADER_FAULT
KINDS = ("demo", "solutions", "stubs", "broken", "made up")
NUMPY = "import numpy as np\n\n\n"


@pytest.fixture(scope="module")
def report_of(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Report]:
    """Reports of one submission of each kind, each graded once."""

    def make(kind: str) -> Report:
        if kind == "broken":
            return grade_path(course, broken(tmp_path_factory.mktemp("broken")), week=3, timeout=0.5)
        if kind == "made up":
            return made_up()
        folders = {"demo": course.demo_dir, "solutions": course.solutions_dir, "stubs": course.exercises_dir}
        return grade_path(course, folders[kind], week=3)

    return functools.cache(make)


def broken(folder: Path) -> Path:
    """A submission with every fault that a file can have, and texts that no terminal likes."""
    files = {
        "relu_like.py": "def relu(x:\n",
        "elu_like.py": NUMPY + "def elu(x, alpha=1):\n    raise ValueError('漢字 🎉 \\x1b[31m\\u202e\\n' * 30)\n",
        "softmax_like.py": "import torch\n\n\ndef softmax(x):\n    return x\n",
        "threshold_like.py": NUMPY + "def sign(x):\n    while True:\n        pass\n\n\n"
        "def softsign(x):\n    import os\n    os._exit(0)\n\n\n"
        "def hardshrink(x, lambd=0.5):\n    return '𝒳' * 5000\n",
        "twice.py": "def tanh(x):\n    return x\n",
        "again_with_a_name_that_is_longer_than_any_line_of_a_narrow_terminal.py": "def tanh(x):\n    return x\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def made_up() -> Report:
    """A report with every verdict, a long word, wide letters and points of many digits."""
    cases = tuple(CaseResult(f"case {v}", v, None if v is PASSED else say("漢" * 200)) for v in Verdict)
    results = [
        ExerciseResult(
            f"{verdict}_{'x' * 30}", verdict, 1 / 3, 1.0, verdict is FAILED, cases,
            Diagnosis("a/b", say("wörter " * 30)), Counterexample("f(" + "1" * 300 + ")", "🎉" * 100, "1"), 0.1,
        )
        for verdict in Verdict
    ]  # fmt: skip
    topics = tuple(topic_result(name, results) for name in ("short", "a_topic_with_a_name_longer_than_usual"))
    return Report("ödev " * 9, "path", "0" * 64, None, topics, {"seed": 1})


# ── Machines ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(json_report.SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_every_report_keeps_to_the_schema(
    report_of: Callable[[str], Report], validator: jsonschema.Draft202012Validator, kind: str
) -> None:
    assert list(validator.iter_errors(json.loads(json_report.render(report_of(kind))))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"percent": 101},
        {"score": -1},
        {"schema": "dlgrade/report/2"},
        {"submission": {"id": "a", "path": "b"}},
        {"submission": {"id": "a", "path": "b", "sha256": "no hash"}},
        {"topics": [{"topic": "a"}]},
        {"environment": {}},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_no_report(
    report_of: Callable[[str], Report], validator: jsonschema.Draft202012Validator, change: dict[str, Any]
) -> None:
    report = json.loads(json_report.render(report_of("stubs")))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**report, **change})


def test_the_kinds_of_reports_hold_the_verdicts_that_they_are_named_for(report_of: Callable[[str], Report]) -> None:
    verdicts = {kind: {str(e.verdict) for e in report_of(kind).exercises()} for kind in KINDS}
    assert verdicts["solutions"] == {"passed"}
    assert verdicts["stubs"] == {"todo"}
    assert verdicts["demo"] == {"passed", "failed", "todo", "missing", "forbidden"}
    assert verdicts["broken"] == {
        "unreadable", "error", "forbidden", "timeout", "crashed", "failed", "missing",
    }  # fmt: skip


def test_the_report_in_json_ends_in_one_newline_and_holds_letters_as_they_are(
    report_of: Callable[[str], Report],
) -> None:
    text = json_report.render(report_of("made up"))
    assert text.endswith("}\n")
    assert "漢" in text


# ── Terminal ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("detail", [0, 1, 2])
@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_longer_than_the_terminal(
    report_of: Callable[[str], Report], kind: str, width: int, detail: int
) -> None:
    text = terminal.render(report_of(kind), width=width, detail=detail)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("kind", KINDS[:-1])
def test_no_name_and_no_score_is_cut_off(report_of: Callable[[str], Report], kind: str, width: int) -> None:
    report = report_of(kind)
    text = "".join(terminal.render(report, width=width).split())
    for topic in report.topics:
        assert topic.topic in text
        assert f"{topic.max_score:g}" in text
    assert [e.name for e in report.exercises() if e.verdict is not PASSED and e.name not in text] == []


@pytest.mark.parametrize("detail", [0, 1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_for_an_ascii_console_the_report_is_ascii(report_of: Callable[[str], Report], kind: str, detail: int) -> None:
    assert terminal.render(report_of(kind), ascii_only=True, detail=detail).isascii()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_submission_steers_the_terminal(report_of: Callable[[str], Report], kind: str) -> None:
    text = terminal.render(report_of(kind), detail=2)
    assert {c for c in text if not c.isprintable()} == {"\n"}


@pytest.mark.parametrize("kind", ["demo", "made up"])
def test_color_changes_nothing_but_the_color(report_of: Callable[[str], Report], kind: str) -> None:
    from rich.text import Text

    colored = terminal.render(report_of(kind), color=True)
    assert "\x1b[" in colored
    plain = "\n".join(line.rstrip() for line in Text.from_ansi(colored).plain.splitlines())
    assert plain.rstrip() == terminal.render(report_of(kind)).rstrip()


@pytest.mark.parametrize("render", [json_report.render, terminal.render], ids=["json", "terminal"])
@pytest.mark.parametrize("kind", ["demo", "broken"])
def test_two_renders_of_a_report_are_equal(
    report_of: Callable[[str], Report], render: Callable[[Report], str], kind: str
) -> None:
    assert render(report_of(kind)) == render(report_of(kind))


def test_a_failed_exercise_shows_its_first_case_a_counterexample_and_a_diagnosis(
    report_of: Callable[[str], Report],
) -> None:
    report = report_of("demo")
    text = " ".join(terminal.render(report).split())
    for result in report.exercises():
        if result.verdict is FAILED:
            case = result.first_not_passed()
            assert case is not None
            assert f"{case.name}: {case.message}" in text
            assert result.counterexample is not None
            assert f"call {result.counterexample.call}" in text
            assert f"got {result.counterexample.got}" in text
            assert f"expected {result.counterexample.expected}" in text
            assert result.diagnosis is not None
            assert str(result.diagnosis.message) in text


def test_what_concerns_a_whole_file_is_told_once_without_a_case(report_of: Callable[[str], Report]) -> None:
    text = " ".join(terminal.render(report_of("broken")).split())
    (fault,) = {str(e.cases[0].message) for e in report_of("broken").exercises() if e.name == "relu"}
    assert "has a syntax error in line 1" in fault
    assert text.count(fault) == 1
    relatives = [e.name for e in report_of("broken").exercises() if str(e.cases[0].message) == fault]
    assert len(relatives) == 13  # the exercises of relu_like, by the course's table
    assert f"{', '.join(relatives)} unreadable {fault}" in text


# ── Points ────────────────────────────────────────────────────────────────────────────────────────────────


def cases(*rows: tuple[Verdict, float]) -> tuple[CaseResult, ...]:
    return tuple(CaseResult(f"case {i}", verdict, None, weight) for i, (verdict, weight) in enumerate(rows))


def result(name: str, score: float, max_score: float, *, bonus: bool = False) -> ExerciseResult:
    return ExerciseResult(name, PASSED if score == max_score else FAILED, score, max_score, bonus, ())


@pytest.mark.parametrize(
    ("rows", "points", "expected"),
    [
        # Points times the share of the weights that passed, by hand.
        ([(PASSED, 1), (PASSED, 1)], 1, (1, 1)),
        ([(PASSED, 1), (FAILED, 1)], 1, (0.5, 1)),
        ([(PASSED, 1), (FAILED, 3)], 2, (0.5, 2)),
        ([(PASSED, 0.2), (FAILED, 0.2), (PASSED, 1)], 7, (6, 7)),
        ([(FAILED, 1)], 5, (0, 5)),
        ([(Verdict.TIMEOUT, 1), (Verdict.CRASHED, 1), (Verdict.ERROR, 1), (PASSED, 1)], 4, (1, 4)),
        # A case that we could not judge takes no part.
        ([(PASSED, 1), (FAULT, 5)], 1, (1, 1)),
        ([(PASSED, 1), (FAILED, 1), (FAULT, 2)], 1, (0.5, 1)),
        ([(FAULT, 1), (FAULT, 1)], 3, (0, 0)),
    ],
)
def test_an_exercise_is_worth_its_points_times_the_share_of_weights_that_passed(
    rows: list[tuple[Verdict, float]], points: float, expected: tuple[float, float]
) -> None:
    assert exercise_points(cases(*rows), points) == pytest.approx(expected, rel=1e-15)


def test_a_fault_of_the_grader_shows_wherever_it_stands() -> None:
    assert exercise_verdict(cases((FAILED, 1), (PASSED, 1), (FAULT, 1))) is FAULT


def test_the_verdict_is_that_of_the_first_case_that_did_not_pass() -> None:
    assert exercise_verdict(cases((PASSED, 1), (Verdict.ERROR, 1), (FAILED, 1))) is Verdict.ERROR
    assert exercise_verdict(cases((PASSED, 1))) is PASSED


def test_bonus_adds_to_bonus_and_never_to_what_could_be_had() -> None:
    topic = topic_result("a", [result("f", 1, 2), result("g", 0.5, 1), result("h", 2, 3, bonus=True)])
    report = Report("id", "path", "0" * 64, 3, (topic, topic))
    assert (topic.score, topic.max_score, topic.bonus) == (1.5, 3, 2)
    assert (report.score, report.max_score, report.bonus) == (3, 6, 4)
    assert report.percent == 50


def test_where_bonus_alone_was_asked_for_the_percentage_is_of_the_bonus() -> None:
    topic = topic_result("a", [result("h", 2, 4, bonus=True)])
    assert Report("id", "path", "0" * 64, 3, (topic,)).percent == 50


def test_with_nothing_to_be_had_the_percentage_is_0() -> None:
    assert Report("id", "path", "0" * 64, 3, ()).percent == 0


def test_99_96_percent_are_not_shown_as_all() -> None:
    topic = topic_result("a", [result("f", 99.96, 100)])
    text = terminal.render(Report("id", "path", "0" * 64, 3, (topic,)))
    assert "99.9 %" in text
    assert "100 %" not in text


def test_a_wrong_answer_never_changes_the_score_of_another(report_of: Callable[[str], Report], course: Course) -> None:
    alone = {e.name: e.score for e in grade_path(course, course.demo_dir, ("softsign", "softmax")).exercises()}
    together = {e.name: e.score for e in report_of("demo").exercises()}
    assert alone == {name: together[name] for name in alone}


def test_the_sums_of_a_graded_report_are_those_of_its_exercises(report_of: Callable[[str], Report]) -> None:
    report = json_report.to_dict(report_of("demo"))
    exercises = [e for topic in report["topics"] for e in topic["exercises"]]
    core = [e for e in exercises if not e["bonus"]]
    assert report["score"] == pytest.approx(sum(e["score"] for e in core), abs=1e-5)
    assert report["max_score"] == pytest.approx(sum(e["max_score"] for e in core))
    assert report["bonus"] == pytest.approx(sum(e["score"] for e in exercises if e["bonus"]), abs=1e-5)
    assert report["percent"] == pytest.approx(100 * report["score"] / report["max_score"], abs=1e-5)


def test_a_topic_of_bonus_alone_shows_a_full_bar_only_when_all_passed() -> None:
    full = topic_result("a", [result("h", 1, 1, bonus=True)])
    empty = replace(full, exercises=(result("h", 0, 1, bonus=True),))
    bars = [
        terminal.render(Report("i", "p", "0" * 64, 3, (t,)), ascii_only=True).splitlines()[1] for t in (full, empty)
    ]
    assert bars[0].count("#") == terminal.BAR_WIDTH
    assert bars[1].count("#") < terminal.BAR_WIDTH
