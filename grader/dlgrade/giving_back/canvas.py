"""Grades for Canvas: one column of the instructor's own gradebook export, filled.

The form is that of `lib/gradebook_exporter.rb` and `lib/gradebook_importer.rb` of Canvas: the student columns end with
`Section`, an assignment's title ends with its number in parentheses, a row that says `Points Possible` in its first
cell stands above the students (below one that tells of hidden grades, where there are such), and a column with
`(read only)` there is not imported. Lists may be parted by `;`, and decimals by a comma.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlgrade.giving_back.filling import Filled, Key, address, cell_is, match, points, rows_left_over, who
from dlgrade.giving_back.worksheet import MissingColumn, Worksheet, amount, fold, read_worksheet
from dlgrade.messages import Message, say
from dlgrade.points import number
from dlgrade.standing import Standing
from dlgrade.text import sanitize

_POSSIBLE = "Points Possible"
_NUMBERED = re.compile(r"(.*?)\s*\((\d+)\)\s*", re.DOTALL)
# Excused, and not assigned to this student: not for us to change.
_SETTLED = ("EX", "N/A")


def fill(
    text: bytes,
    standings: Sequence[Standing],
    column: str | None = None,
    *,
    missing_as_zero: bool = False,
    name: str = "gradebook.csv",
) -> Filled:
    """The export with final points, scaled to the points possible, in the assignment's column.

    `column` is the assignment's title as it stands there, without its number, or the number alone; it may be left out
    where one assignment alone can be filled. Students are found by `ID`, else by SIS user id, SIS login id or e-mail.

    Raises:
        NoTable: `text` holds none.
        MissingColumn: there is no such column, no `ID`, or no points possible above it.
    """
    sheet = read_worksheet(text, name)
    above = next((row for row in sheet.body if _POSSIBLE in sheet.get(row, 0)), None)
    if above is None:
        raise MissingColumn(name, say("points possible, which are in the export's second row"), sheet.columns)
    chosen = _column(sheet, above, column)
    maximum = amount(sheet.get(above, chosen))
    assert maximum is not None
    comma = sheet.has_decimal_comma or "," in sheet.get(above, chosen)
    body = range(above + 1, len(sheet.rows))
    rows, notes = match(body, standings, _keys(sheet))
    for row, standing in rows.items():
        if sheet.get(row, chosen).strip().upper() in _SETTLED:
            notes.append(_left_alone(standing, sheet.get(row, chosen).strip()))
            continue
        value, note = points(standing, maximum, missing_as_zero)
        notes += [note] if note else []
        if value is not None:
            sheet.put(row, chosen, number(value, comma=comma))
    return Filled(sheet.to_bytes(), len(sheet.filled), (*notes, *rows_left_over(sheet, body, rows)))


def _left_alone(standing: Standing, said: str) -> Message:
    return say("{student} has {said} in this column, which was left as it is.", student=who(standing), said=said)


def _column(sheet: Worksheet, above: int, wanted: str | None) -> int:
    """The assignment's column. Raises `MissingColumn` with those that could be meant."""
    section = sheet.find(["Section"])
    first = 0 if section is None else section + 1
    fillable = [c for c in range(first, len(sheet.columns)) if (amount(sheet.get(above, c)) or 0) > 0]
    titles = [sheet.columns[c] for c in fillable]
    found = [c for c in fillable if wanted is None or _is_called(sheet.columns[c], wanted)]
    if len(found) != 1:
        raise MissingColumn(
            sheet.name, f"`{sanitize(wanted, 100)}`" if wanted else say("the points"), titles or sheet.columns
        )
    return found[0]


def _is_called(title: str, wanted: str) -> bool:
    parts = _NUMBERED.fullmatch(title)
    names = [title, *(parts.groups() if parts else ())]
    return fold(wanted) in map(fold, names)


def _keys(sheet: Worksheet) -> list[Key]:
    by_id = sheet.find(["ID"])
    if by_id is None:
        raise MissingColumn(sheet.name, "`ID`", sheet.columns)
    login = sheet.find(["SIS Login ID"])
    by_number = [cell_is(sheet, c, _id) for c in (by_id, sheet.find(["SIS User ID"]), login)]
    return [*by_number, cell_is(sheet, login, lambda standing: address(standing.student.email), address)]


def _id(standing: Standing) -> str:
    return standing.student.id.strip()
