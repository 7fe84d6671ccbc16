"""What it takes to fill a table of another system: whose row is whose, and points on the table's own scale."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dlgrade.giving_back.worksheet import Worksheet
from dlgrade.messages import Message, say
from dlgrade.standing import Standing
from dlgrade.text import sanitize


@dataclass(frozen=True)
class Filled:
    """A table with its column filled.

    Args:
        content: the file, every other byte as it was.
        count: how many cells were filled.
        unmatched: what an instructor should know: students without a row, rows without a student, and cells that
            were left as they are.
    """

    content: bytes
    count: int
    unmatched: tuple[Message, ...] = ()


class Key(NamedTuple):
    """One way to tell that a row is a student's: both must give the same text, and "" is none."""

    of_row: Callable[[int], str]
    of_standing: Callable[[Standing], str]


def cell_is(
    sheet: Worksheet,
    column: int | None,
    of_standing: Callable[[Standing], str],
    read: Callable[[str], str] = str.strip,
) -> Key:
    """That a cell, as `read` reads it, is what `of_standing` gives; no column, no match."""
    return Key(lambda row: read(sheet.get(row, column)), of_standing)


def address(text: str) -> str:
    """An e-mail address for comparison."""
    return text.strip().casefold()


def match(
    body: Sequence[int], standings: Sequence[Standing], keys: Sequence[Key]
) -> tuple[dict[int, Standing], list[Message]]:
    """The row of each student, by the first of the keys that finds one, and a note for each that is left over.

    A row that two students would get, and a student with two rows, are left alone: a wrong grade is worse than none.
    """
    indexes: list[dict[str, list[int]]] = []
    for key in keys:
        index: dict[str, list[int]] = defaultdict(list)
        for row in body:
            if value := key.of_row(row):
                index[value].append(row)
        indexes.append(index)
    chosen: list[tuple[int, Standing]] = []
    notes: list[Message] = []
    for standing in standings:
        rows = _rows_of(standing, keys, indexes)
        if len(rows) == 1:
            chosen.append((rows[0], standing))
        elif rows:
            notes.append(say("{student} has more than one row; none was filled.", student=who(standing)))
        else:
            notes.append(say("{student} has no row.", student=who(standing)))
    times = Counter(row for row, _standing in chosen)
    for row, standing in chosen:
        if times[row] > 1:
            notes.append(say("{student} shares a row with another; it was not filled.", student=who(standing)))
    return {row: standing for row, standing in chosen if times[row] == 1}, notes


def _rows_of(standing: Standing, keys: Sequence[Key], indexes: Sequence[dict[str, list[int]]]) -> list[int]:
    for key, index in zip(keys, indexes, strict=True):
        if (value := key.of_standing(standing)) and (rows := index.get(value)):
            return rows
    return []


def rows_left_over(sheet: Worksheet, body: Sequence[int], filled: dict[int, Standing]) -> Iterator[Message]:
    """A note for each row that no student was found for; a row is called by its first two cells."""
    for row in body:
        if row not in filled:
            cells = [sanitize(sheet.get(row, column), 80) for column in (0, 1)]
            yield say("The row of {row} belongs to nobody who was graded.", row=", ".join(filter(None, cells)) or "–")


def points(standing: Standing, maximum: float, missing_as_zero: bool) -> tuple[float | None, Message | None]:
    """The final points on a scale up to `maximum`, and a note where that is not the whole story.

    None leaves the cell as it is: nothing was handed in and nobody said that this is a 0, or there is no report, which
    need not be the student's fault.
    """
    overridden = any(exercise.override for exercise in standing.exercises)
    if not standing.was_handed_in and not overridden:
        if missing_as_zero:
            return 0.0, None
        return None, say("{student} handed nothing in; the cell was left as it is.", student=who(standing))
    if not standing.max_score or (standing.problem is not None and not overridden):
        why: Message | str = standing.problem or say("there are no points to be had")
        return None, say("{student} was not graded: {why}.", student=who(standing), why=why)
    share = standing.final / standing.max_score
    if share > 1:
        return maximum, say("{student} has more than the maximum, which was filled in.", student=who(standing))
    return share * maximum, None


def who(standing: Standing) -> str:
    """A student as a note calls them: the name and the id."""
    student = standing.student
    identity = sanitize(student.id, 100)
    return f"{sanitize(student.name, 100)} ({identity})" if student.name.strip() else identity
