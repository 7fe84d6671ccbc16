"""The class in the table that `nbgrader export` writes, for what reads such tables.

The columns and their values are those of `CsvExportPlugin` in nbgrader's `plugins/export.py`: numbers as Python writes
them, times without a zone in UTC, empty where there is none. Cells are quoted here, which nbgrader forgets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from dlgrade.giving_back.cells import id_cell, text_cell
from dlgrade.points import DIGITS
from dlgrade.standing import Standing

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


def render(standings: Sequence[Standing], assignment: str, due: datetime | None = None) -> bytes:
    """The table as the bytes of a file; `max_score` is the assignment's for everybody, as in nbgrader."""
    max_score = max((standing.max_score for standing in standings), default=0.0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(standing, assignment, due, max_score) for standing in standings)
    return out.getvalue().encode("utf-8", "replace")


def _row(standing: Standing, assignment: str, due: datetime | None, max_score: float) -> list[str]:
    student = standing.student
    penalty = standing.score - standing.final
    # Not graded is not a 0: nbgrader leaves such cells empty as well.
    has_points = standing.problem is None or bool(standing.exercises)
    numbers = (standing.score, penalty, standing.final) if has_points else (None, None, None)
    return [
        text_cell(assignment),
        _time(due),
        _time(standing.handed_in_at) if standing.was_handed_in else "",
        id_cell(student.id),
        text_cell(student.last_name),
        text_cell(student.first_name),
        text_cell(student.email),
        *("" if value is None else str(round(float(value), DIGITS)) for value in (*numbers, max_score)),
    ]


def _time(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return str(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
