"""Grades and feedback for Moodle: its offline grading worksheet filled, a table for its gradebook, feedback files.

The worksheet's form is that of `mod/assign/gradingtable.php` and `mod/assign/feedback/offline/importgradeslib.php` of
Moodle; its titles are the strings of `mod_assign` in English and Turkish. The import reads the participant's number at
the end of the identifier, whose word in front of it is the language's: `Participant 12345`, `Katılımcı12345`. What
stands in the comments column is HTML to Moodle.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence

from dlgrade.giving_back.cells import id_cell, text_cell, without_formula
from dlgrade.giving_back.filling import Filled, Key, address, cell_is, match, points, rows_left_over, who
from dlgrade.giving_back.worksheet import MissingColumn, Worksheet, amount, read_worksheet
from dlgrade.messages import Message, _, say
from dlgrade.points import number
from dlgrade.standing import Standing
from dlgrade.text import sanitize

# As `worksheet.fold` writes them.
_IDENTIFIER = ("identifier", "tanimlayici")
_EMAIL = ("email address", "email", "e-posta adresi", "e-posta")
_ID_NUMBER = ("id number", "kimlik numarasi", "id numarasi", "ogrenci numarasi")
_GRADE = ("grade", "not", "puan")
_MAXIMUM = ("maximum grade", "enyuksek not", "en yuksek not")
_COMMENTS = ("feedback comments", "geri bildirim yorumlari", "geribildirim yorumlari")

# `Name_12345_assignsubmission_file_`, by which Moodle names folders and files of a submission.
_LABEL = re.compile(r"[^_]*_(\d+)_assignsubmission_[a-z]+(_.*)?", re.DOTALL)


def participant(label: str) -> str:
    """The participant's number in the name of a submission's folder; "" where it is no name of Moodle's."""
    found = _LABEL.fullmatch(label)
    return found[1] if found else ""


def fill_worksheet(
    text: bytes,
    standings: Sequence[Standing],
    column: str | None = None,
    *,
    with_feedback: bool = False,
    missing_as_zero: bool = False,
    name: str = "worksheet.csv",
) -> Filled:
    """The worksheet with final points in its grade column, scaled to the maximum grade that each row tells.

    A student is found by the participant's number, else by e-mail, else by ID number. `column` names the grade's
    column where its title is another; `with_feedback` writes a line or two into the comments' column, if there is one.

    Raises:
        NoTable: `text` holds none.
        MissingColumn: a column that is needed is not there.
    """
    sheet = read_worksheet(text, name)
    grade = sheet.find([column] if column else _GRADE)
    maximum = sheet.find(_MAXIMUM)
    if grade is None:
        raise MissingColumn(name, f"`{sanitize(column, 100)}`" if column else say("the grade"), sheet.columns)
    if maximum is None:
        raise MissingColumn(name, say("the maximum grade"), sheet.columns)
    email = sheet.find(_EMAIL)
    rows, notes = match(sheet.body, standings, _keys(sheet, email))
    comments = sheet.find(_COMMENTS) if with_feedback else None
    if with_feedback and comments is None:
        notes.append(say("The worksheet has no column for feedback comments; they were left out."))
    for row, standing in rows.items():
        if _is_another(sheet.get(row, email), standing.student.email):
            notes.append(say("{student} has another e-mail in the row; it was not filled.", student=who(standing)))
            continue
        note = _fill_row(sheet, row, (grade, maximum, comments), standing, missing_as_zero)
        notes += [note] if note else []
    return Filled(sheet.to_bytes(), len(sheet.filled), (*notes, *rows_left_over(sheet, sheet.body, rows)))


def _fill_row(
    sheet: Worksheet, row: int, columns: tuple[int, int, int | None], standing: Standing, missing_as_zero: bool
) -> Message | None:
    """Fill a student's cells; the note tells why not, or what else is to be known."""
    grade, maximum, comments = columns
    said = sheet.get(row, maximum)
    most = amount(said)
    if most is None:
        return say("The row of {student} has no maximum grade that is a number.", student=who(standing))
    value, note = points(standing, most, missing_as_zero)
    if value is not None:
        sheet.put(row, grade, number(value, comma=sheet.has_decimal_comma or "," in said))
        if comments is not None:
            sheet.put(row, comments, without_formula(html.escape(comment(standing)).replace("\n", "<br>")))
    return note


def comment(standing: Standing) -> str:
    """The points of each topic, and what lateness cost; a line each."""
    lines = [f"{topic.topic}: {number(topic.score)}/{number(topic.max_score)}" for topic in standing.topics]
    if standing.bonus:
        lines.append(_("Bonus: {points}", points=number(standing.bonus)))
    if standing.deduction:
        lines.append(_("Handed in late: {percent} % less", percent=number(100 * standing.deduction)))
    return "\n".join(lines)


def gradebook_csv(standings: Sequence[Standing], title: str) -> bytes:
    """A table for Moodle's gradebook, Import > CSV file: `title` names the column of the points.

    Its user columns are those of Moodle's own gradebook export. Participants' numbers mean nothing there, so that
    students who came from an assignment's archive are to be found by e-mail.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["First name", "Last name", "ID number", "Email address", text_cell(title)])
    for standing in standings:
        student = standing.student
        identity = "" if participant(standing.label) == student.id else id_cell(student.id)
        value, _note = points(standing, standing.max_score, missing_as_zero=False)
        names = map(text_cell, (student.first_name, student.last_name))
        writer.writerow([*names, identity, text_cell(student.email), "" if value is None else number(value)])
    return out.getvalue().encode("utf-8", "replace")


def _keys(sheet: Worksheet, email: int | None) -> list[Key]:
    identifier = sheet.find(_IDENTIFIER)
    by_id = sheet.find(_ID_NUMBER)
    if identifier is None and email is None and by_id is None:
        raise MissingColumn(sheet.name, say("the students: an identifier, an e-mail or an ID number"), sheet.columns)
    return [
        cell_is(sheet, identifier, lambda s: participant(s.label) or s.student.id.strip(), _last_number),
        cell_is(sheet, email, lambda standing: address(standing.student.email), address),
        cell_is(sheet, by_id, lambda standing: standing.student.id.strip()),
    ]


def _last_number(identifier: str) -> str:
    found = re.search(r"[0-9]+$", identifier.strip())
    return found[0] if found else ""


def _is_another(row: str, own: str) -> bool:
    """Whether two addresses are there and differ: then a number that is equal is so by chance."""
    return bool(row.strip() and own.strip()) and address(row) != address(own)
