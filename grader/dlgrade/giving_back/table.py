"""The class as a table: a row for each student, a column for each topic. A spreadsheet opens it with a double click.

UTF-8 with a byte order mark, without which Excel shows Turkish letters as others. Machine output: its titles are plain
names that never change, and nothing is translated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from dlgrade.giving_back.cells import id_cell, text_cell
from dlgrade.points import number
from dlgrade.standing import Standing

BEFORE = ("student_id", "first_name", "last_name", "email", "status", "handed_in_at", "attempt", "attempts")
AFTER = ("score", "bonus", "late_deduction", "final", "max_score", "percent", "overrides", "problem")


def render(standings: Sequence[Standing], *, turkish: bool = False) -> bytes:
    """The table as the bytes of a file; `turkish` parts cells by `;` and has decimal commas, as Excel does there."""
    topics = list(dict.fromkeys(topic.topic for standing in standings for topic in standing.topics))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if turkish else ",", lineterminator="\r\n")
    writer.writerow([*BEFORE, *map(_title, topics), *AFTER])
    writer.writerows(_row(standing, topics, turkish) for standing in standings)
    return out.getvalue().encode("utf-8-sig", "replace")


def status(standing: Standing) -> str:
    """`missing`, `not_graded` where there is an attempt without a report, `late` or `handed_in`."""
    if not standing.was_handed_in:
        return "missing"
    if standing.problem is not None:
        return "not_graded"
    return "late" if standing.is_late else "handed_in"


def overrides(standing: Standing) -> str:
    """What was given by hand: `exercise=points (why); …`."""
    given = ((e.name, e.override) for e in standing.exercises)
    return "; ".join(
        f"{name}={number(o.score)} ({o.why})" if o.why else f"{name}={number(o.score)}" for name, o in given if o
    )


def _title(topic: str) -> str:
    return f"{topic}_topic" if topic in (*BEFORE, *AFTER) else text_cell(topic)


def _row(standing: Standing, topics: Iterable[str], comma: bool) -> list[str]:
    student = standing.student
    scores = {topic.topic: topic.score for topic in standing.topics}
    # Without a report there is nothing to be said of points, and a 0 would be taken for one.
    has_points = standing.problem is None or bool(standing.exercises)
    sums = (standing.score, standing.bonus, standing.deduction, standing.final, standing.max_score, standing.percent)
    return [
        id_cell(student.id),
        text_cell(student.first_name),
        text_cell(student.last_name),
        text_cell(student.email),
        status(standing),
        standing.handed_in_at.isoformat() if standing.handed_in_at else "",
        str(standing.number) if standing.was_handed_in else "",
        str(standing.attempts),
        *(number(scores[topic], comma=comma) if topic in scores else "" for topic in topics),
        *(number(value, comma=comma) if has_points else "" for value in sums),
        text_cell(overrides(standing)),
        text_cell(str(standing.problem)) if standing.problem else "",
    ]
