"""A table of another system keeps every byte but those of the cells that are filled."""

from __future__ import annotations

import csv
import io

import pytest
from dlgrade.giving_back.worksheet import MissingColumn, NoTable, amount, fold, read_worksheet
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

ENDS = ("\n", "\r\n", "\r")
CELLS = st.text(st.sampled_from('ab1,;\t"\n\r\ufeffé ışĞ漢=+\\'), max_size=8)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1254")


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@settings(deadline=None)
@given(
    body=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(ENDS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    row=st.integers(0, 5),
    column=st.integers(1, 2),
    value=CELLS,
    has_last_end=st.booleans(),
)
def test_a_filled_cell_changes_no_byte_of_another(
    body: list[list[str]], delimiter: str, end: str, quoting: int, encoding: str, row: int, column: int, value: str,
    has_last_end: bool,
) -> None:  # fmt: skip
    # A row of blanks is none, and Python's writer quotes no line ends but its own.
    body = [["x", *cells[1:]] for cells in body]
    end = "\r\n" if quoting == csv.QUOTE_MINIMAL else end
    row %= len(body)
    rows = [["first", "second", "third"], *body]
    text = written(rows, delimiter, end, quoting)
    raw = (text if has_last_end else text.removesuffix(end)).encode(encoding)
    sheet = read_worksheet(raw, "a.csv")
    assert sheet.to_bytes() == raw
    assert [[cell.text for cell in cells] for cells in sheet.rows] == rows
    cell = sheet.rows[row + 1][column]
    before, after = sheet.text[: cell.start].encode("utf-8"), sheet.text[cell.end :].encode("utf-8")
    sheet.put(row + 1, column, value)
    filled = sheet.to_bytes()
    assert filled.startswith(before)
    assert filled.endswith(after)
    again = read_worksheet(filled, "a.csv")
    expected = [list(cells) for cells in rows]
    expected[row + 1][column] = value
    assert [[c.text for c in cells] for cells in again.rows] == expected


@settings(deadline=None)
@given(st.text(st.sampled_from('a",\n\r'), max_size=30))
@example('a,"b\n')
@example('"a"b,"c""')
@example('a"b"')
def test_what_is_no_proper_csv_is_read_as_python_reads_it(text: str) -> None:
    expected = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=",") if any(c.strip() for c in row)]
    assume(any("a" in cell for row in expected for cell in row))
    sheet = read_worksheet(text.encode(), "a.csv")
    if sheet.delimiter == ",":
        assert [[cell.text for cell in row] for row in sheet.rows] == expected
    assert sheet.to_bytes() == text.encode()


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_that_are_a_table_come_out_as_they_went_in(raw: bytes) -> None:
    try:
        sheet = read_worksheet(raw, "a.csv")
    except NoTable:
        return
    assert sheet.to_bytes() == raw


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_encoding_and_delimiter_is_found_out(encoding: str, delimiter: str) -> None:
    raw = f"Tanımlayıcı{delimiter}Enyüksek not\r\nKatılımcı 1{delimiter}\r\n".encode(encoding)
    sheet = read_worksheet(raw, "a.csv")
    assert sheet.find(["enyuksek not"]) == 1
    sheet.put(1, 1, "ş")
    assert sheet.to_bytes().decode(encoding) == f"Tanımlayıcı{delimiter}Enyüksek not\r\nKatılımcı 1{delimiter}ş\r\n"


def test_a_letter_that_the_encoding_lacks_is_written_as_html_does() -> None:
    sheet = read_worksheet("İd,Yorum\n1,\n".encode("cp1254"), "a.csv")
    sheet.put(1, 1, "→ ş")
    # U+2192 is the arrow; ş is a letter of Windows-1254.
    assert sheet.to_bytes() == "İd,Yorum\n1,&#8594; ş\n".encode("cp1254")


def test_bytes_that_windows_1254_does_not_use_are_kept() -> None:
    raw = b"id,name\n1,\x81\xfe\n"
    assert read_worksheet(raw, "a.csv").to_bytes() == raw


def test_the_line_by_which_a_file_tells_excel_its_delimiter_is_heeded_and_kept() -> None:
    raw = b"sep=;\r\nid;a,b,c\r\n1;\r\n"
    sheet = read_worksheet(raw, "a.csv")
    assert sheet.columns == ["id", "a,b,c"]
    sheet.put(1, 1, "2")
    assert sheet.to_bytes() == b"sep=;\r\nid;a,b,c\r\n1;2\r\n"


def test_a_row_that_is_too_short_is_lengthened() -> None:
    sheet = read_worksheet(b"a,b,c,d\n1\n2,x\n", "a.csv")
    sheet.put(1, 2, "y")
    sheet.put(1, 3, "z")
    sheet.put(2, 1, "w")
    assert sheet.to_bytes() == b"a,b,c,d\n1,,y,z\n2,w\n"


def test_a_cell_that_was_quoted_stays_quoted() -> None:
    sheet = read_worksheet(b'"a","b"\n"1",""\n', "a.csv")
    sheet.put(1, 1, "2")
    assert sheet.to_bytes() == b'"a","b"\n"1","2"\n'


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b" \n,,\n", b"PK\x03\x04abc", b"a\0b,c\n"])
def test_what_is_no_table_is_refused_with_its_name(raw: bytes) -> None:
    with pytest.raises(NoTable, match=r"grades\.xlsx holds no table"):
        read_worksheet(raw, "grades.xlsx")


def test_a_title_that_stands_twice_is_not_found() -> None:
    assert read_worksheet(b"Grade,grade,x\n", "a.csv").find(["grade"]) is None


@pytest.mark.parametrize(
    "titles", [("Enyüksek not", "ENYÜKSEK NOT"), ("Tanımlayıcı", "TANIMLAYICI"), ("İD", "id"), ("a  b ", "A B")]
)
def test_a_title_is_the_same_in_capitals_even_of_turkish(titles: tuple[str, str]) -> None:
    assert len(set(map(fold, titles))) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("100", 100), ("100.00", 100), ("100,00", 100), (" 7,5 ", 7.5), ("1,234.50", 1234.5), ("1.234,50", 1234.5),
     ("", None), ("(read only)", None), ("-1", None), ("1e3", None), ("nan", None), ("٣", None)],
)  # fmt: skip
def test_an_amount_is_read_as_either_country_writes_it(text: str, expected: float | None) -> None:
    assert amount(text) == expected


def test_a_missing_column_tells_those_that_are_there_and_the_option() -> None:
    error = MissingColumn("a.csv", "`Not`", ["x", "", "\u202ey"])
    assert str(error) == "a.csv has no column of its own for `Not`; name it with --column. Its columns are: x, y."
