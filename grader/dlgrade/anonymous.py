"""Standings and reports that do not tell whose they are: a salted id, and no name, also not within what is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dlgrade.classroom import anonymous_id
from dlgrade.handed_in import Student
from dlgrade.messages import Message
from dlgrade.records import CaseResult, ExerciseResult, Report
from dlgrade.standing import Standing

HIDDEN = "…"
# What is shorter is mostly something else: a shape, a letter of a formula.
SHORTEST, SHORTEST_NUMBER = 3, 5


def anonymous_standing(standing: Standing, salt: str) -> Standing:
    """The same points under a salted id."""
    problem = standing.problem and _message(_names(standing), standing.problem)
    student = Student(anonymous_id(salt, standing.student.id))
    return replace(standing, student=student, label="", problem=problem)


def anonymous_report(report: Report, standing: Standing, salt: str) -> Report:
    """The report of an attempt of `standing`, which still has its names, under the salted id."""
    names = _names(standing)
    topics = tuple(
        replace(topic, exercises=tuple(_exercise(names, e) for e in topic.exercises)) for topic in report.topics
    )
    return replace(report, submission_id=anonymous_id(salt, standing.student.id), path="", topics=topics)


def _names(standing: Standing) -> re.Pattern[str]:
    """Whatever tells who it is: id, name, address, what the platform called the attempt, and parts of these."""
    spelt = {form for text in map(str.strip, _texts(standing)) for form in (text, _plain(text))}
    telling = {text for text in spelt if len(text) >= _shortest(text)}
    words = "|".join(re.escape(text) for text in sorted(telling, key=len, reverse=True)) or r"(?!)"
    # `_` parts words as well: files are named ayse_yilmaz.py.
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE)


def _texts(standing: Standing) -> Iterator[str]:
    who = standing.student
    yield from (who.id, who.name, who.email, standing.label)
    yield from (who.email.partition("@")[0], standing.label.partition("_")[0])
    yield from re.split(r"[\W_]+", f"{who.name} {who.id} {who.email.partition('@')[0]}")


def _plain(text: str) -> str:
    """Without dots and accents, as names of files are often written."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def _shortest(text: str) -> int:
    return SHORTEST_NUMBER if text.isdigit() else SHORTEST


def _exercise(names: re.Pattern[str], result: ExerciseResult) -> ExerciseResult:
    found = result.counterexample
    if found:
        found = replace(found, **{key: names.sub(HIDDEN, text) for key, text in vars(found).items()})
    return replace(result, cases=tuple(_case(names, case) for case in result.cases), counterexample=found)


def _case(names: re.Pattern[str], case: CaseResult) -> CaseResult:
    return replace(case, message=_message(names, case.message)) if case.message else case


def _message(names: re.Pattern[str], message: Message) -> Message:
    """The sentence is the program's; what fills it may be a file's name or what the student raised."""
    return Message(message.sentence, {key: _filling(names, value) for key, value in message.data.items()})


def _filling(names: re.Pattern[str], value: Any) -> Any:
    if isinstance(value, Message):
        return _message(names, value)
    return names.sub(HIDDEN, value) if isinstance(value, str) else value
