"""Who should have handed in: a table of the class, as CSV, with headings in English or Turkish.

Known besides tables made by hand: Moodle's offline grading worksheet, whose ids are the participant numbers and whose
`Last modified (submission)` tells when each handed in (`mod/assign/gradingtable.php`; a Turkish one has `Katılımcı12`
where an English one has `Participant 12`); Canvas' gradebook (`lib/gradebook_exporter.rb`), where a row that says
`Points Possible` and one for a test student stand among the students; Gradescope's roster, which lists staff as well.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Enrolled, Student
from dlgrade.messages import Message, say
from dlgrade.taking_in.people import folded, student
from dlgrade.taking_in.times import moment
from dlgrade.text import sanitize

MAX_BYTES = 32 * 2**20
DELIMITERS = ",;\t"

# Headings as `folded` leaves them, the ones that say most first.
MOODLE_ID = ("identifier", "tanimlayici")
HEADINGS = {
    "id": (
        *MOODLE_ID, "student id", "studentid", "student number", "student no", "id", "sid", "username", "user name",
        "user id", "netid", "login", "ogrenci no", "ogrenci numarasi", "ogrenci id", "okul no", "okul numarasi",
        "numara", "numarasi", "no", "kullanici adi", "id number", "id numarasi",
    ),
    "full": ("full name", "fullname", "student name", "name", "student", "ad soyad", "adi soyadi", "tam adi", "isim"),
    "first": ("first name", "firstname", "given name", "ad", "adi"),
    "last": ("last name", "lastname", "surname", "family name", "soyad", "soyadi"),
    "email": (
        "email", "e mail", "email address", "e mail address", "mail", "e posta", "eposta", "e posta adresi",
        "eposta adresi",
    ),
    "time": (
        "submitted at", "timestamp", "submission time", "last modified submission", "gonderim zamani",
        "teslim zamani", "gonderilme zamani", "son duzenleme gonderim", "son degistirme gonderim",
    ),
    "role": ("role", "rol"),
}  # fmt: skip
# Gradescope's names for those who are on the roster and no students.
STAFF = {"instructor", "ta", "reader"}
_POINTS = "points possible"
_TEST_STUDENT = "Student, Test"
_NONE = {"", "-"}


class BadRoster(DlgradeError):
    """The file cannot be read as a table."""

    exit_code = 4

    def __init__(self, path: Path, why: Message | str) -> None:
        super().__init__(say("The roster {path} cannot be read: {why}.", path=sanitize(str(path)), why=why))


class NoIdColumn(DlgradeError):
    """No heading of the table says that ids stand below it."""

    def __init__(self, path: Path, found: list[str]) -> None:
        self.found = found
        super().__init__(
            say(
                "The roster {path} has no column of ids: it has {found}. Call one of them {headings} or {last}.",
                path=sanitize(str(path)),
                found=", ".join(sanitize(name, 60) for name in found[:20]) or say("no columns"),
                headings="student_id, username, sid",
                last="öğrenci no",
            )
        )


class NoId(DlgradeError):
    """A row tells of somebody and gives no id."""

    def __init__(self, path: Path, line: int, name: str) -> None:
        super().__init__(
            say(
                "The roster {path} has no id for {name} in line {line}; fill it in or take the line out.",
                path=sanitize(str(path)), name=sanitize(name, 100), line=line,
            )
        )  # fmt: skip


class SameId(DlgradeError):
    """Two rows have one id."""

    def __init__(self, path: Path, id: str) -> None:
        self.id = id
        super().__init__(
            say(
                "The roster {path} names {id} twice; each id is one student's.",
                path=sanitize(str(path)), id=sanitize(id, 100),
            )
        )  # fmt: skip


class BadTime(DlgradeError):
    """When somebody handed in is written in a way that is not known."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(
            say(
                "The roster {path} tells a time that cannot be read: {text}. Write it as {example}, or leave it out.",
                path=sanitize(str(path)), text=sanitize(text, 100), example="2026-11-20 23:59",
            )
        )  # fmt: skip


@dataclass(frozen=True)
class _Columns:
    """Where each thing stands in a row."""

    places: dict[str, int]
    is_worksheet: bool

    def cell(self, row: list[str], what: str) -> str:
        place = self.places.get(what)
        return row[place].strip() if place is not None and place < len(row) else ""


def read_roster(path: Path, zone: tzinfo | None = None) -> list[Enrolled]:
    """The students of the class in the order of the file; times without a zone are in `zone`, or this machine's.

    A student without an id goes by the e-mail address.

    Raises:
        BadRoster: it cannot be read, or is no table.
        NoIdColumn, NoId, SameId, BadTime: it can be, and does not say who is who.
    """
    rows = _rows(path)
    columns = _columns(path, rows[0][1] if rows else [])
    found: dict[str, Enrolled] = {}
    for line, row in rows[1:]:
        if (person := _person(path, line, row, columns)) is None:
            continue
        if person.id in found:
            raise SameId(path, person.id)
        text = columns.cell(row, "time")
        at = None if text in _NONE else moment(text, zone)
        if at is None and text not in _NONE:
            raise BadTime(path, text)
        found[person.id] = Enrolled(person, at)
    return list(found.values())


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its line."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadRoster(path, sanitize(why, 100)) from None
    if len(raw) > MAX_BYTES:
        raise BadRoster(path, say("it is larger than any class"))
    if raw.startswith(b"PK\x03\x04"):
        raise BadRoster(path, say("it is a workbook; save it as CSV"))
    text = _decoded(raw)
    separator = re.match(r"sep=([,;\t|])\r?\n", text)
    delimiter = separator[1] if separator else _delimiter(text)
    reader = csv.reader(io.StringIO(text[separator.end() :] if separator else text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadRoster(path, sanitize(str(error), 100)) from None


def _decoded(raw: bytes) -> str:
    """The text: UTF-8, UTF-16 where it says so, else the code page of a Turkish Windows."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1254", errors="replace")


def _delimiter(text: str) -> str:
    """The one that parts the first line into most columns."""
    first = next(iter(text.lstrip("\r\n").splitlines()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=outside.count)


def _columns(path: Path, header: list[str]) -> _Columns:
    names = [folded(name) for name in header]
    places = {
        what: names.index(next(h for h in headings if h in names))
        for what, headings in HEADINGS.items()
        if any(h in names for h in headings)
    }
    if "id" not in places:
        raise NoIdColumn(path, [name.strip() for name in header])
    return _Columns(places, names[places["id"]] in MOODLE_ID)


def _person(path: Path, line: int, row: list[str], columns: _Columns) -> Student | None:
    """Whom a row tells of; None where that is no student."""
    id, full, email = (columns.cell(row, what) for what in ("id", "full", "email"))
    first, last = columns.cell(row, "first"), columns.cell(row, "last")
    if columns.is_worksheet and (number := re.search(r"[0-9]+$", id)):
        id = number[0]
    name = full or f"{first} {last}".strip()
    if folded(columns.cell(row, "role")) in STAFF or name == _TEST_STUDENT or (not id and folded(name) == _POINTS):
        return None
    if not (id or email):
        if not name:
            return None
        raise NoId(path, line, name)
    if first or last:
        return Student(id or email, first, last, email)
    return student(id or email, full, email)
