"""A report, or those of a class, as the XML that GitLab, Jenkins and others read as JUnit's.

Elements, attributes and their order are those of Jenkins' `junit-10.xsd` (`jenkinsci/xunit-plugin`), which GitLab's
parser reads as well; that schema knows properties of a suite, not of a case, so that points stand there. Machine
output: nothing is translated.

A suite is a topic, a case is a case. What was not begun is `skipped`, a wrong answer a `failure`, and what could not
be answered an `error`. The time of an exercise is known as a whole, and shared evenly among its cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from xml.etree import ElementTree as ET

from dlgrade.messages import Message
from dlgrade.points import number
from dlgrade.records import CaseResult, ExerciseResult, Report, TopicResult, Verdict
from dlgrade.standing import Standing

ELEMENTS = {
    Verdict.FAILED: "failure",
    Verdict.FORBIDDEN: "failure",
    Verdict.TODO: "skipped",
    Verdict.MISSING: "skipped",
    Verdict.ERROR: "error",
    Verdict.TIMEOUT: "error",
    Verdict.CRASHED: "error",
    Verdict.UNREADABLE: "error",
    Verdict.GRADER_FAULT: "error",
}
# All that XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """One submission: a suite for each topic."""
    return _document([_topic(topic, report, "") for topic in report.topics], report.submission_id)


def render_class(standings: Sequence[Standing], report_of: Callable[[Standing], Report | None]) -> str:
    """A class: the suites of each student, whose id stands before the topic, and what counts as properties.

    A student without a report has one suite with one case, which says why.
    """
    return _document([suite for standing in standings for suite in _student(standing, report_of(standing))], "class")


def clean(text: str) -> str:
    """`text` with what XML cannot hold spelt out, so that two texts that differ still do."""
    spelt = re.sub(r"\\(?=u\{)", r"\\u{5c}", text)
    return _FORBIDDEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", spelt)


def _document(suites: Sequence[ET.Element], name: str) -> str:
    totals = {key: str(sum(int(s.attrib[key]) for s in suites)) for key in ("tests", "failures", "errors")}
    seconds = sum(float(s.attrib["time"]) for s in suites)
    root = ET.Element("testsuites", {"name": clean(name), **totals, "time": _time(seconds)})
    root.extend(suites)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _student(standing: Standing, report: Report | None) -> Iterable[ET.Element]:
    student = standing.student.id
    known = {
        "student": student,
        "student.name": standing.student.name,
        "student.final": number(standing.final),
        "student.max_score": number(standing.max_score),
        "student.bonus": number(standing.bonus),
        "student.late_deduction": number(standing.deduction),
        **{f"{e.name}.override": number(e.override.score) for e in standing.exercises if e.override},
    }
    if report is not None:
        return [_topic(topic, report, student, known) for topic in report.topics]
    handed_in = standing.was_handed_in
    why = str(standing.problem or "there is no report") if handed_in else "nothing was handed in"
    case = ET.Element("testcase", {"classname": clean(student), "name": "submission", "time": _time(0)})
    ET.SubElement(case, "error" if handed_in else "skipped", {"message": clean(why)})
    return [_suite(student, [case], known, 0.0)]


def _topic(topic: TopicResult, report: Report, student: str, known: dict[str, str] | None = None) -> ET.Element:
    name = f"{student}.{topic.topic}" if student else topic.topic
    cases = [case for exercise in topic.exercises for case in _cases(exercise, name)]
    properties = {
        "submission": report.submission_id,
        "week": "" if report.week is None else str(report.week),
        **(known or {}),
        "score": number(topic.score),
        "max_score": number(topic.max_score),
        "bonus": number(topic.bonus),
    }
    for exercise in topic.exercises:
        properties[f"{exercise.name}.verdict"] = str(exercise.verdict)
        properties[f"{exercise.name}.score"] = number(exercise.score)
        properties[f"{exercise.name}.max_score"] = number(exercise.max_score)
    return _suite(name, cases, properties, sum(e.duration_s for e in topic.exercises))


def _suite(name: str, cases: Sequence[ET.Element], properties: dict[str, str], seconds: float) -> ET.Element:
    counts = {
        key: str(sum(case.find(tag) is not None for case in cases))
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    suite = ET.Element("testsuite", {"name": clean(name), "tests": str(len(cases)), **counts, "time": _time(seconds)})
    holder = ET.SubElement(suite, "properties")
    for key, value in properties.items():
        ET.SubElement(holder, "property", {"name": clean(key), "value": clean(value)})
    suite.extend(cases)
    return suite


def _cases(result: ExerciseResult, suite: str) -> Iterable[ET.Element]:
    first = result.first_not_passed()
    seconds = _time(result.duration_s / max(1, len(result.cases)))
    for case in result.cases:
        names = {"classname": clean(f"{suite}.{result.name}"), "name": clean(case.name), "time": seconds}
        element = ET.Element("testcase", names)
        if tag := ELEMENTS.get(case.verdict):
            why = str(case.message) if case.message else str(case.verdict)
            told = ET.SubElement(element, tag, {"message": clean(why), "type": str(case.verdict)})
            told.text = clean("\n".join(_details(result, case, why, case is first)))
        yield element


def _details(result: ExerciseResult, case: CaseResult, why: str, is_first: bool) -> list[str]:
    """The whole story at the first case that did not pass, which is where a reader looks."""
    lines = [why]
    if is_first and (found := result.counterexample):
        lines += [f"call: {found.call}", f"got: {found.got}"]
        lines += [f"expected: {found.expected}"] if found.expected else []
    if is_first and result.diagnosis:
        message: Message = result.diagnosis.message
        lines.append(f"{result.diagnosis.id}: {message}")
    return lines


def _time(seconds: float) -> str:
    return f"{max(0.0, seconds):.6f}"
