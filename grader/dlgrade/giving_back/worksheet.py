"""A CSV file of another system, of which some cells are filled: every other byte of it stays.

Such a file has been through browsers and spreadsheets, so it is taken as it is: with or without a byte order mark, in
UTF-8, UTF-16 or Windows-1254 (what a Turkish Excel saves), parted by `,`, `;` or tabs, its lines ended in any way, its
cells quoted or not. What cannot be understood by RFC 4180 is read as Python's `csv` does.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dlgrade.errors import DlgradeError
from dlgrade.messages import Message, say
from dlgrade.text import sanitize

DELIMITERS = ",;\t"
_TURKISH = "cp1254"
# The first line by which a file tells Excel its delimiter.
_SEP_LINE = re.compile("\ufeff?sep=([,;\t])(?:\r\n|\r|\n)", re.IGNORECASE)


class NoTable(DlgradeError):
    """The file holds no table of text."""

    exit_code = 4

    def __init__(self, name: str) -> None:
        table = sanitize(name)
        super().__init__(say("{table} holds no table of text; download it again, and save it as CSV.", table=table))


class MissingColumn(DlgradeError):
    """A column that is needed is not there, or more than one may be meant."""

    def __init__(self, name: str, what: Message | str, found: Iterable[str]) -> None:
        columns = ", ".join(sanitize(column, 60) for column in found if column.strip())
        super().__init__(
            say(
                "{table} has no column of its own for {what}; name it with --column. Its columns are: {columns}.",
                table=sanitize(name), what=what, columns=sanitize(columns, 1000) or "–",
            )
        )  # fmt: skip


class Cell(NamedTuple):
    """Where a cell stands in the text, and what it says."""

    start: int
    end: int
    text: str


@dataclass
class Worksheet:
    """A table as it was given, with what is to be put into it."""

    name: str
    text: str
    encoding: str
    delimiter: str
    rows: list[list[Cell]]
    _put: dict[int, dict[int, str]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The texts of the first row that is not empty."""
        return [cell.text for cell in self.rows[0]]

    @property
    def body(self) -> range:
        """The numbers of the rows below the first one."""
        return range(1, len(self.rows))

    @property
    def has_decimal_comma(self) -> bool:
        """Where lists are parted by `;`, the comma is taken: by the decimals."""
        return self.delimiter == ";"

    def find(self, titles: Iterable[str]) -> int | None:
        """The column with one of these titles, however its letters are written; None where it is not one alone."""
        wanted = {fold(title) for title in titles}
        found = [number for number, title in enumerate(self.columns) if fold(title) in wanted]
        return found[0] if len(found) == 1 else None

    def get(self, row: int, column: int | None) -> str:
        """What a cell said when the file was read; "" where its row is too short."""
        cells = self.rows[row]
        return cells[column].text if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Fill a cell."""
        self._put.setdefault(row, {})[column] = text

    @property
    def filled(self) -> frozenset[int]:
        """The rows into which something was put."""
        return frozenset(self._put)

    def to_bytes(self) -> bytes:
        """The file with what was put into it."""
        pieces, done = [], 0
        for start, end, text in self._changes():
            pieces += [self.text[done:start], text]
            done = end
        return "".join([*pieces, self.text[done:]]).encode(self.encoding, _errors(self.encoding))

    def _changes(self) -> Iterator[Cell]:
        for row in sorted(self._put):
            cells, length = self.rows[row], len(self.rows[row])
            for column, text in sorted(self._put[row].items()):
                if column < len(cells):
                    cell = cells[column]
                    yield Cell(cell.start, cell.end, self._written(text, self.text[cell.start : cell.end]))
                else:
                    end = cells[-1].end
                    yield Cell(end, end, self.delimiter * (column - length + 1) + self._written(text, ""))
                    length = column + 1

    def _written(self, text: str, before: str) -> str:
        """`text` as this file writes a cell: quoted where it must be or the cell was."""
        # What the encoding lacks is written as HTML does; numbers never need it, and a comment is HTML.
        safe = text.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)
        if before.startswith('"') or safe != safe.strip() or any(c in safe for c in f'"\r\n{self.delimiter}'):
            doubled = safe.replace('"', '""')
            return f'"{doubled}"'
        return safe


def read_worksheet(raw: bytes, name: str) -> Worksheet:
    """The table in `raw`; `name` is what an error calls it.

    Raises:
        NoTable: there is none, or it is no text.
    """
    text, encoding = _decoded(raw)
    if "\0" in text[:1000] or raw.startswith(b"PK\x03\x04"):
        raise NoTable(name)
    told = _SEP_LINE.match(text)
    start = told.end() if told else len(text) - len(text.removeprefix("\ufeff"))
    delimiters = [told[1]] if told else DELIMITERS
    # The delimiter that parts the header most often.
    tries = [(_scan(text, start, delimiter), delimiter) for delimiter in delimiters]
    full = [([row for row in rows if not _is_blank(row)], delimiter) for rows, delimiter in tries]
    rows, delimiter = max(full, key=lambda found: len(found[0][0]) if found[0] else 0)
    # A line of nothing but delimiters is a cell to whoever takes another for the delimiter.
    if not rows or not any(cell.text.strip(f" {DELIMITERS}") for row in rows for cell in row):
        raise NoTable(name)
    return Worksheet(name, text, encoding, delimiter, rows)


def _is_blank(row: list[Cell]) -> bool:
    return not any(cell.text.strip() for cell in row)


def fold(title: str) -> str:
    """A title without what people and systems write in different ways: case, accents, the dots of a Turkish i."""
    plain = unicodedata.normalize("NFKD", title.replace("ı", "i")).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def amount(text: str) -> float | None:
    """A number as English or Turkish systems write it, `1,234.50` and `1.234,50` alike; None where it is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]+([.,][0-9]+)*", plain, re.ASCII):
        return None
    parts = re.split("[.,]", plain)
    return float(parts[0]) if len(parts) == 1 else float(f"{''.join(parts[:-1])}.{parts[-1]}")


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text with its byte order mark, and how to write it again so that the same bytes come out."""
    utf16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(raw[:2])
    for encoding in (utf16, "utf-8") if utf16 else ("utf-8",):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode(_TURKISH, _errors(_TURKISH)), _TURKISH


def _errors(encoding: str) -> str:
    """Windows-1254 does not use every byte; those it does not use are kept."""
    return "surrogateescape" if encoding == _TURKISH else "strict"


def _scan(text: str, position: int, delimiter: str) -> list[list[Cell]]:
    """The cells of all lines, empty ones included."""
    cell = re.compile(rf'(?:"([^"]*(?:""[^"]*)*)(?:"|\Z))?([^{re.escape(delimiter)}\r\n]*)')
    rows: list[list[Cell]] = [[]]
    while True:
        found = cell.match(text, position)
        assert found is not None
        quoted, rest = found.groups()
        said = rest if quoted is None else quoted.replace('""', '"') + rest
        rows[-1].append(Cell(found.start(), found.end(), said))
        position = found.end()
        if position >= len(text):
            return rows
        if text[position] == delimiter:
            position += 1
            continue
        position += 2 if text.startswith("\r\n", position) else 1
        if position >= len(text):
            return rows
        rows.append([])
