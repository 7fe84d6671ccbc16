"""Reports as other systems read them: Gradescope, JUnit and Markdown say what the report says, no more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import grade_path
from dlgrade.course import Course
from dlgrade.handed_in import Student
from dlgrade.messages import say
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Report, Verdict
from dlgrade.reports import gradescope, junit, markdown
from dlgrade.score import topic_result
from dlgrade.standing import Standing
from grades import AYSE, HOSTILE, IBRAHIM, overridden, small_class, standing
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

PASSED, FAILED = Verdict.PASSED, Verdict.FAILED


@pytest.fixture(scope="module")
def demo(course: Course) -> Report:
    return grade_path(course, course.demo_dir, week=3)


def made_of(text: str, count: int = 1) -> Report:
    """A report with every verdict, in which a student wrote `text` wherever they can."""
    results = []
    for number in range(count):
        for verdict in Verdict:
            told = say("{text}", text=text)
            cases = (CaseResult("passes", PASSED), CaseResult("a case | of <ours>", verdict, told))
            results.append(
                ExerciseResult(
                    f"{verdict}_{number}", verdict, 1 / 3, 1.0, verdict is FAILED, cases,
                    Diagnosis("a/b", told), Counterexample(text, text, text), 0.1,
                )
            )  # fmt: skip
    return Report(text, text, "0" * 64, 3, (topic_result("topic", results),), {"seed": 1})


# ── Gradescope ────────────────────────────────────────────────────────────────────────────────────────────


def test_gradescope_gets_a_test_for_each_exercise_with_its_points(demo: Report) -> None:
    results = json.loads(gradescope.render(demo))
    assert [t["name"].removesuffix(" (bonus)") for t in results["tests"]] == [e.name for e in demo.exercises()]
    for test, exercise in zip(results["tests"], demo.exercises(), strict=True):
        assert test["score"] == round(exercise.score, 6)
        assert test["max_score"] == (0 if exercise.bonus else round(exercise.max_score, 6))
        assert (test["status"] == "passed") == (exercise.verdict is PASSED)
        assert test["extra_data"]["verdict"] == exercise.verdict


def test_gradescopes_score_is_that_of_its_tests_bonus_included(demo: Report) -> None:
    results = json.loads(gradescope.render(demo))
    assert results["score"] == pytest.approx(demo.score + demo.bonus, abs=1e-6)
    # Either way that Gradescope may count gives the same, but for the rounding of each.
    assert results["score"] == pytest.approx(sum(t["score"] for t in results["tests"]), abs=1e-4)
    assert sum(t["max_score"] for t in results["tests"]) == pytest.approx(demo.max_score)


@pytest.mark.parametrize("visibility", gradescope.VISIBILITIES)
def test_gradescope_shows_results_when_it_is_told_and_never_our_output(demo: Report, visibility: str) -> None:
    for text in (
        gradescope.render(demo, visibility=visibility),
        gradescope.render_problem(say("x"), visibility=visibility),
    ):
        results = json.loads(text)
        assert {results["visibility"], *(t["visibility"] for t in results["tests"])} == {visibility}
        assert results["stdout_visibility"] == "hidden"


def test_gradescope_tells_a_failed_exercises_cases_call_and_diagnosis(demo: Report) -> None:
    outputs = {t["name"]: t["output"] for t in json.loads(gradescope.render(demo))["tests"]}
    failed = [e for e in demo.exercises() if e.verdict is FAILED]
    assert failed
    for exercise in failed:
        output = outputs[exercise.name]
        assert exercise.counterexample is not None
        assert exercise.diagnosis is not None
        assert f"call: {exercise.counterexample.call}" in output
        assert str(exercise.diagnosis.message) in output
        assert all(c.name in output for c in exercise.cases if c.verdict is not PASSED)


def test_gradescope_names_what_could_not_be_judged() -> None:
    results = json.loads(gradescope.render(made_of("x")))
    assert "grader_fault_0" in results["output"]
    assert "costs nothing" in results["output"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_submission_is_more_than_text_to_gradescope(text: str) -> None:
    raw = gradescope.render(made_of(text * 50))
    assert raw.isascii()
    results = json.loads(raw)
    assert {results[key] for key in ("output_format", "test_output_format", "test_name_format")} == {"text"}
    assert max(len(t["output"]) for t in results["tests"]) <= gradescope.MAX_OUTPUT


def test_where_there_is_no_report_gradescope_gets_no_points_and_the_reason() -> None:
    results = json.loads(gradescope.render_problem(say("It is no {thing}.", thing="archive")))
    assert (results["score"], results["tests"], results["output"]) == (0.0, [], "It is no archive.")


# ── JUnit ─────────────────────────────────────────────────────────────────────────────────────────────────

# The rules of `junit-10.xsd` of Jenkins' xUnit plugin: the attributes that an element must have, those it may have,
# and its children.
SCHEMA: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError", "system-out",
         "system-err"},
    ),
    "skipped": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "failure": (set(), {"type", "message"}, set()),
}  # fmt: skip
SUREFIRE_TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def valid(text: str) -> ET.Element:
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        must, may, children = SCHEMA[element.tag]
        assert must <= set(element.keys()) <= must | may
        assert {child.tag for child in element} <= children
        if element.tag in ("testsuite", "testsuites"):
            assert SUREFIRE_TIME.fullmatch(element.get("time", ""))
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[key]) == sum(case.find(tag) is not None for case in cases)
    assert int(root.attrib["tests"]) == len(root.findall(".//testcase"))
    return root


def properties(suite: ET.Element) -> dict[str, str]:
    return {p.attrib["name"]: p.attrib["value"] for p in suite.findall("properties/property")}


def test_junit_has_a_suite_for_each_topic_with_its_points_as_properties(demo: Report) -> None:
    root = valid(junit.render(demo))
    assert [suite.attrib["name"] for suite in root] == [t.topic for t in demo.topics]
    for suite, topic in zip(root, demo.topics, strict=True):
        found = properties(suite)
        assert float(found["score"]) == pytest.approx(topic.score, abs=1e-6)
        assert float(found["max_score"]) == topic.max_score
        assert float(found["bonus"]) == pytest.approx(topic.bonus, abs=1e-6)
        for exercise in topic.exercises:
            assert float(found[f"{exercise.name}.score"]) == pytest.approx(exercise.score, abs=1e-6)
            assert found[f"{exercise.name}.verdict"] == exercise.verdict


def test_junit_has_a_case_for_each_case_with_its_verdict(demo: Report) -> None:
    root = valid(junit.render(demo))
    expected = [
        (f"{topic.topic}.{exercise.name}", case.name, str(case.verdict))
        for topic in demo.topics
        for exercise in topic.exercises
        for case in exercise.cases
    ]
    found = []
    for case in root.iter("testcase"):
        inner = next(iter(case), None)
        found.append((case.get("classname"), case.get("name"), "passed" if inner is None else inner.get("type")))
    assert found == expected


def test_each_verdict_is_the_element_that_a_ci_counts_it_by() -> None:
    cases = {
        c.get("classname"): c for c in valid(junit.render(made_of("x"))).iter("testcase") if c.get("name") != "passes"
    }
    tags = {str(v): next((child.tag for child in cases[f"topic.{v}_0"]), None) for v in Verdict}
    assert tags == {
        "passed": None, "failed": "failure", "forbidden": "failure", "todo": "skipped", "missing": "skipped",
        "error": "error", "timeout": "error", "crashed": "error", "unreadable": "error", "grader_fault": "error",
    }  # fmt: skip


def test_the_first_case_that_failed_tells_the_call_and_the_diagnosis(demo: Report) -> None:
    exercise = next(e for e in demo.exercises() if e.verdict is FAILED)
    root = valid(junit.render(demo))
    told = [c for c in root.iter("testcase") if str(c.get("classname")).endswith(f".{exercise.name}") and len(c)]
    assert exercise.counterexample is not None
    assert exercise.diagnosis is not None
    assert exercise.counterexample.call in str(told[0][0].text)
    assert exercise.diagnosis.id in str(told[0][0].text)
    assert all(exercise.counterexample.call not in str(case[0].text) for case in told[1:])


def test_the_times_of_cases_sum_up_to_those_of_their_suite(demo: Report) -> None:
    for suite in valid(junit.render(demo)):
        cases = [float(case.attrib["time"]) for case in suite.findall("testcase")]
        assert sum(cases) == pytest.approx(float(suite.attrib["time"]), abs=1e-6 * len(cases))


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=40))
@example("\0\x1f\x7f\ud800\udfff\ufffd\ufffe\uffff\U0001f389")
def test_any_text_is_xml_and_comes_out_as_it_went_in_where_xml_can_hold_it(text: str) -> None:
    element = ET.Element("a", {"b": junit.clean(text)})
    element.text = junit.clean(text)
    again = ET.fromstring(ET.tostring(element))
    # A line's end is the one thing that a reader of XML may change, in text to LF.
    assert (again.text or "") == junit.clean(text).replace("\r\n", "\n").replace("\r", "\n") or "\r" in text
    if all(c.isprintable() for c in text) and "\\u{" not in text:
        assert again.attrib["b"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_report_is_valid_junit(text: str) -> None:
    tags = [element.tag for element in valid(junit.render(made_of(text))).iter()]
    # What a text holds becomes no element: there are those of a harmless report.
    assert tags == [element.tag for element in valid(junit.render(made_of("x"))).iter()]


def class_reports(reports: dict[str, Report]) -> Callable[[Standing], Report | None]:
    return lambda standing: reports.get(standing.student.id)


def test_a_class_in_junit_has_each_students_suites_and_what_counts(demo: Report) -> None:
    reports = class_reports({AYSE.id: demo, "12347": made_of("x")})
    root = valid(junit.render_class([overridden(), *small_class()[1:]], reports))
    names = [suite.attrib["name"] for suite in root]
    assert names == [*(f"12345.{t.topic}" for t in demo.topics), "12346", "12347.topic"]
    first, missing, late = properties(root[0]), properties(root[-2]), properties(root[-1])
    # `overridden` and `small_class` tell the points: 4 + 3, nothing, and 8 less a quarter.
    assert (first["student.final"], first["one.override"]) == ("7", "4")
    assert missing["student.final"] == "0"
    assert (late["student.final"], late["student.late_deduction"]) == ("6", "0.25")
    (case,) = root[-2].findall("testcase")
    assert [child.get("message") for child in case] == ["nothing was handed in"]
    assert case[0].tag == "skipped"


def test_an_attempt_without_a_report_is_an_error_that_says_why() -> None:
    broken = Standing(IBRAHIM, (), "s", problem=say("The archive is damaged."))
    root = valid(junit.render_class([broken], lambda standing: None))
    assert root[0].attrib["errors"] == "1"
    assert root[0].findall("testcase")[0][0].get("message") == "The archive is damaged."


def test_hostile_students_keep_apart_in_junit() -> None:
    standings = [standing(Student(text, text), 1, 2) for text in HOSTILE]
    root = valid(junit.render_class(standings, lambda s: made_of(s.student.id)))
    assert len({suite.attrib["name"] for suite in root}) == len(HOSTILE)
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(cases)) == len(cases)


# ── Markdown ──────────────────────────────────────────────────────────────────────────────────────────────


def tokens(text: str) -> list[Token]:
    """What CommonMark with tables makes of it, inner ones included."""
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        found += [token, *(token.children or [])]
    return found


def shown(text: str) -> str:
    return " ".join(t.content for t in tokens(text) if t.type in ("text", "code_inline", "fence"))


# What our own pages are made of. Raw HTML is a code span with a bar or backticks, or the comment that parts addresses.
OUR_MARKUP = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "code_inline", "fence",
    "strong_open", "strong_close", "softbreak", "html_inline",
    *(f"{part}_{side}" for part in ("table", "thead", "tbody", "tr", "th", "td") for side in ("open", "close")),
}  # fmt: skip
OUR_HTML = {"<code>", "</code>", "<!-- -->"}


def assert_is_ours(text: str) -> None:
    found = tokens(text)
    assert {t.type for t in found} <= OUR_MARKUP
    assert {t.content for t in found if t.type == "html_inline"} <= OUR_HTML
    # GitHub makes links and mentions of these wherever they stand in one text.
    assert [t.content for t in found if t.type == "text" and re.search(r"https?://|www\.\w|@\w", t.content)] == []


def test_markdown_tells_each_topics_points_and_what_did_not_pass(demo: Report) -> None:
    text = markdown.render(demo)
    assert_is_ours(text)
    page = shown(text)
    for topic in demo.topics:
        assert topic.topic in page
    for exercise in demo.exercises():
        if exercise.verdict is not PASSED:
            assert exercise.name in page
        if exercise.verdict is FAILED:
            assert exercise.counterexample is not None
            assert exercise.counterexample.call in page
            assert exercise.diagnosis is not None
            assert "".join(str(exercise.diagnosis.message).split()) in "".join(page.split())


def test_the_table_of_markdown_has_a_row_for_each_topic(demo: Report) -> None:
    rows = [t for t in tokens(markdown.render(demo)) if t.type == "tr_open"]
    assert len(rows) == 1 + len(demo.topics)


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "# a", "- a", "1. a", "> a", "    a", "---", "| a | b |", "![x](http://e.example/p.png)", "<img src=x>",
     "www.evil.example", "https://evil.example", "me@evil.example", "@everyone", "#1", "[a]: b", "~~~", "``` x",
     "`" * 40, "a\n\n# b", "\\", "**a**", "_a_", "&lt;", "$x$", ":smile:", "<!-- -->"],
)  # fmt: skip
def test_nothing_of_a_submission_is_markup(text: str) -> None:
    page = markdown.render(made_of(text))
    assert_is_ours(page)
    headings = [t for t in tokens(page) if t.type == "heading_open"]
    # One for the submission, and one for each verdict but passed, to do and missing.
    assert len(headings) == 1 + len(Verdict) - 3
    # A row of six cells for the student, and two of two for the exercises that were missed.
    students = markdown.render_class([standing(Student(text, text), 1, 2)])
    assert_is_ours(students)
    assert len([t for t in tokens(students) if t.type == "td_open"]) == 6 + 2 * 2


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1 `|\\<>[](){}*_#-+.!&;:/@~$=\"'\n"), max_size=30))
def test_an_escaped_sentence_shows_as_it_was_written(text: str) -> None:
    clean = " ".join(text.split())
    page = "".join(t.content for t in tokens(markdown.escape(clean)) if t.type == "text")
    assert page == clean
    assert {t.type for t in tokens(markdown.escape(clean))} <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "html_inline",
    }


@pytest.mark.parametrize("limit", [markdown.LIMIT, 5000])
def test_markdown_stays_below_its_limit_and_tells_what_was_left_out(limit: int) -> None:
    text = markdown.render(made_of("漢" * 400, count=400), limit=limit)
    assert len(text.encode()) < limit + 200 < 2**20
    assert re.search(r"Left out for want of space: \d+ of what did not pass\.\n$", text)
    assert_is_ours(text)


def test_a_class_in_markdown_is_cut_by_students() -> None:
    many = [standing(Student(str(n), "漢" * 50), 1, 2) for n in range(10_000)]
    text = markdown.render_class(many)
    assert len(text.encode()) < 2**20
    left = re.search(r"space: (\d+) students", text)
    assert left is not None
    # The heads of two tables, the two exercises that were missed, and a row for each student who is there.
    assert len([t for t in tokens(text) if t.type == "tr_open"]) == 2 + 2 + 10_000 - int(left[1])


def test_a_class_in_markdown_tells_who_stands_where_and_what_most_missed() -> None:
    page = shown(markdown.render_class([*small_class(), overridden()]))
    # Of 75, 60 and 70 percent the mean is 68.3.
    assert "3 of 4 students graded, on average 68.3 %" in page
    assert "nothing handed in" in page
    assert "−25 %" in page
    assert "by hand: one" in page
    # `two` is full for Çağrı alone.
    assert "Most often not passed Students two 2" in page


def test_points_in_markdown_are_those_of_the_report(demo: Report) -> None:
    head = shown(markdown.render(demo).splitlines()[0])
    assert f"{demo.max_score:g}" in head
    assert f"{int(demo.percent * 10) / 10:g} %" in head


@pytest.mark.parametrize("form", [gradescope, junit, markdown], ids=lambda m: m.__name__)
def test_two_renders_are_equal(demo: Report, form: ModuleType) -> None:
    renders: list[Any] = [form.render(demo), form.render(replace(demo))]
    assert renders[0] == renders[1]
