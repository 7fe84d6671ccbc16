"""A class as a page: one file that needs no network, whose table sorts and filters; all of it reads without a script.

Nothing of a submission is markup (`page`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dlgrade.class_statistics import ClassStatistics, ExerciseStatistics, Misconception
from dlgrade.handed_in import Student
from dlgrade.messages import _
from dlgrade.points import number
from dlgrade.records import Verdict
from dlgrade.reports.charts import columns, kinds, segments
from dlgrade.reports.page import fill, prose
from dlgrade.reports.prose import verdict_words
from dlgrade.reports.remarks import remarks
from dlgrade.standing import Standing
from dlgrade.text import sanitize

# Misconceptions, and names of those who handed in nothing, that are listed; the table of students has them all.
MOST_MISCONCEPTIONS, MOST_MISSING = 12, 60


@dataclass(frozen=True)
class Row:
    """A student in the table; `points` are those of each topic without bonus, empty where none of it was asked."""

    id: str
    name: str
    link: str
    final: str
    percent: str
    points: tuple[str, ...]
    note: str
    states: str


def render(
    statistics: ClassStatistics, standings: Iterable[Standing], links: Mapping[str, str], *, title: str = ""
) -> str:
    """The page of a class, its students in the order given.

    Args:
        links: by a student's id, where that student's page is, from this one.
        title: what was graded.
    """
    topics = list(dict.fromkeys(e.topic for e in statistics.exercises))
    verdicts = [e.verdicts for e in statistics.exercises]
    own = {"segments": segments, "sentence": _sentence, "told": _told}
    return fill(
        "class.html.j2", own, style="class.css", script="class.js", title=sanitize(title, 120), it=statistics,
        topics=topics, rows=(_row(s, topics, links) for s in standings),
        histogram=columns(statistics.histogram, _tens()),
        groups=list(zip(_groups(), statistics.histogram, strict=True)),
        exercises=statistics.hardest, families=kinds(verdicts), words=_words(),
        verdicts=[v for v in _words() if any(counts.get(v) for counts in verdicts)],
        misconceptions=statistics.misconceptions[:MOST_MISCONCEPTIONS],
        days=columns([count for _day, count in statistics.days], _dates(statistics)) if statistics.days else [],
        missing=[_person(student) for student in statistics.missing[:MOST_MISSING]],
        are_several=any(one.number > 1 for one in statistics.attempts),
    )  # fmt: skip


def _row(standing: Standing, topics: Sequence[str], links: Mapping[str, str]) -> Row:
    scores = {topic.topic: topic.score for topic in standing.topics}
    points = (number(scores[t], 2) if t in scores else "" for t in topics)
    who = standing.student
    return Row(
        sanitize(who.id, 60) or "''", sanitize(who.name, 80), links.get(who.id, ""), number(standing.final, 2),
        number(standing.percent, 1), tuple(points), sanitize(", ".join(remarks(standing)), 240),
        " ".join(_states(standing)),
    )  # fmt: skip


def _states(standing: Standing) -> Iterator[str]:
    """What the filter tells apart; a student may be in several of them."""
    yield "there" if standing.was_handed_in else "missing"
    if standing.is_late:
        yield "late"
    if any(e.override for e in standing.exercises):
        yield "by-hand"
    if standing.problem:
        yield "problem"


def _person(student: Student) -> tuple[str, str]:
    """Name and id, of which the first may be empty."""
    return sanitize(student.name, 80), sanitize(student.id, 60) or "''"


def _words() -> dict[str, str]:
    """All that can be said of an exercise, the best first."""
    return {**{str(verdict): word for verdict, word in verdict_words().items()}, "": _("not graded")}


def _told(exercise: ExerciseStatistics) -> str:
    """How many have each other verdict than a passed one, the commonest first."""
    words = _words()
    rest = sorted(((n, v) for v, n in exercise.verdicts.items() if n and v != Verdict.PASSED), key=lambda p: -p[0])
    return ", ".join(f"{count} {words[verdict]}" for count, verdict in rest)


def _sentence(one: Misconception) -> Any:
    """The misconception's sentence; its name where it has none."""
    return prose(one.message.translated() if one.message else one.id)


def _tens() -> list[str]:
    """Below the columns there is room for where each group begins."""
    return [*(str(ten) for ten in range(0, 100, 10)), "100"]


def _groups() -> list[str]:
    # An interval, as it is read in every language: the upper end belongs to the next group.
    return [*(f"{ten} ≤ … < {ten + 10}" for ten in range(0, 100, 10)), "100"]


def _dates(statistics: ClassStatistics) -> list[str]:
    return [f"{day.month:02}-{day.day:02}" for day, _count in statistics.days]
