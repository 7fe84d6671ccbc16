"""A roster tells who should have handed in, by whatever headings and in whatever code a table is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Enrolled, Student
from dlgrade.taking_in.roster import BadRoster, BadTime, NoId, NoIdColumn, SameId, read_roster
from dlgrade.taking_in.times import moment

ISTANBUL = timezone(timedelta(hours=3))
IBRAHIM = Student("0042", "İbrahim", "Işık", "ibrahim@example.edu")
CAGRI = Student("0043", "Çağrı", "Öz", "cagri@example.edu")


def roster(folder: Path, text: str | bytes, code: str = "utf-8") -> list[Enrolled]:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(code))
    return read_roster(path, ISTANBUL)


def students(folder: Path, text: str, code: str = "utf-8") -> list[Student]:
    return [one.student for one in roster(folder, text, code)]


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading",
    [
        "student_id,first_name,last_name,email",
        "ID,First Name,Last Name,E-mail",
        "username,Given name,Surname,Email address",
        "Öğrenci No,Ad,Soyad,E-posta",
        "ÖĞRENCİ NUMARASI,ADI,SOYADI,E-POSTA ADRESİ",
        "numara,adı,soyadı,eposta",
        "SID,First Name,Last Name,Email",
    ],
)
def test_headings_are_known_in_english_and_turkish(tmp_path: Path, heading: str) -> None:
    rows = "0042,İbrahim,Işık,ibrahim@example.edu\n0043,Çağrı,Öz,cagri@example.edu\n"
    assert students(tmp_path, f"{heading}\n{rows}") == [IBRAHIM, CAGRI]


@pytest.mark.parametrize("heading", ["full name", "Name", "Ad Soyad", "Adı Soyadı", "Tam adı"])
@pytest.mark.parametrize("name", ["İbrahim Işık", "  İbrahim   Işık ", '"Işık, İbrahim"'])
def test_a_full_name_is_parted_before_its_last_word_or_at_its_comma(tmp_path: Path, heading: str, name: str) -> None:
    assert students(tmp_path, f"id,{heading},email\n0042,{name},ibrahim@example.edu\n") == [IBRAHIM]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1254", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_and_code_of_a_spreadsheet_is_read(tmp_path: Path, delimiter: str, code: str, end: str) -> None:
    rows = [["öğrenci no", "ad", "soyad", "e-posta"], ["0042", "İbrahim", "Işık", "ibrahim@example.edu"]]
    text = end.join(delimiter.join(row) for row in rows) + end
    assert students(tmp_path, text, code) == [IBRAHIM]


def test_the_line_by_which_excel_is_told_the_delimiter_is_no_heading(tmp_path: Path) -> None:
    assert students(tmp_path, "sep=;\r\nid;name\r\n1;Ali Can\r\n") == [Student("1", "Ali", "Can")]


def test_empty_lines_and_cells_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    text = 'id,"group, of two",name\n\n1,A,"Ali ""C."" Can"\n , ,\n2\n'
    assert students(tmp_path, text) == [Student("1", 'Ali "C."', "Can"), Student("2")]


@pytest.mark.parametrize("heading", ["submitted_at", "timestamp", "Gönderim Zamanı", "Submission Time"])
def test_a_column_of_times_tells_when_each_handed_in(tmp_path: Path, heading: str) -> None:
    text = f"id,{heading}\n1,2026-11-20 23:59\n2,2026-11-20T20:59:00Z\n3,\n4,-\n"
    at = datetime(2026, 11, 20, 23, 59, tzinfo=ISTANBUL)
    assert [one.at for one in roster(tmp_path, text)] == [at, at, None, None]


# ── Platforms ─────────────────────────────────────────────────────────────────────────────────────────────

# Columns as mod/assign/gradingtable.php writes them for download, dates by `strftimedaydatetime` of the language pack.
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 12345","İbrahim Işık",ibrahim@example.edu,"Submitted for grading - ",,100.00,Yes,\
"Friday, 20 November 2026, 11:59 PM",-,
"Participant 12346","Çağrı Öz",cagri@example.edu,"No submission - ",,100.00,Yes,-,-,
"""
# The same by the Turkish pack: `hiddenuser` ends without a blank there; dates as in 3.x and as in 4.x.
CALISMA_SAYFASI = """\
Tanımlayıcı,"Tam adı","E-posta adresi",Durum,Not,"Enyüksek not","Son düzenleme (gönderim)","Son düzenleme (not)"
Katılımcı12345,"İbrahim Işık",ibrahim@example.edu,"Not verilmesi için gönderildi",,100,"20 Kasım 2026, Cuma, 23:59",-
"Katılımcı 12346","Çağrı Öz",cagri@example.edu,"Not verilmesi için gönderildi",,100,"Cuma, 20 Kasım 2026, 11:59 ÖS",-
"""


def test_the_grading_worksheet_of_moodle_is_a_roster_by_participant_numbers(tmp_path: Path) -> None:
    first, second = roster(tmp_path, WORKSHEET, "utf-8-sig")
    assert first.student == Student("12345", "İbrahim", "Işık", "ibrahim@example.edu")
    assert first.at == datetime(2026, 11, 20, 23, 59, tzinfo=ISTANBUL)
    assert (second.student.id, second.at) == ("12346", None)


def test_a_turkish_worksheet_of_moodle_is_read_alike(tmp_path: Path) -> None:
    found = roster(tmp_path, CALISMA_SAYFASI)
    assert [one.student.id for one in found] == ["12345", "12346"]
    assert {one.at for one in found} == {datetime(2026, 11, 20, 23, 59, tzinfo=ISTANBUL)}


def test_a_worksheet_under_blind_marking_has_numbers_alone(tmp_path: Path) -> None:
    text = 'Identifier,Status,"Last modified (submission)"\n"Participant 7",Draft,"Sunday, 1 November 2026, 12:05 AM"\n'
    assert roster(tmp_path, text) == [Enrolled(Student("7"), datetime(2026, 11, 1, 0, 5, tzinfo=ISTANBUL))]


# Rows as lib/gradebook_exporter.rb writes them: the heading, one for hidden assignments, one for points, the students.
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,HW 3 (991),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10.00,(read only)
"Işık, İbrahim",1234,0042,ibrahim,01,,
"Öz, Çağrı",1235,0043,cagri,01,,
"Student, Test",1236,,843b2ebf97d6dff55e1ba2ce8c7910f987d72b05,01,,
"""


def test_the_gradebook_of_canvas_is_a_roster_by_user_numbers(tmp_path: Path) -> None:
    assert students(tmp_path, CANVAS) == [Student("1234", "İbrahim", "Işık"), Student("1235", "Çağrı", "Öz")]


@pytest.mark.parametrize(
    "text",
    [
        "First Name,Last Name,SID,Email,Role,Section\n{0}\nAda,Hoca,1,ada@example.edu,Instructor,\nT,A,2,t@x.y,TA,\n",
        "Name,SID,Email,Role\n{1}\nAda Hoca,1,ada@example.edu,Instructor\n",
    ],
    ids=["parted", "full"],
)
def test_the_roster_of_gradescope_is_its_students(tmp_path: Path, text: str) -> None:
    rows = ["İbrahim,Işık,0042,ibrahim@example.edu,Student,01", "İbrahim Işık,0042,ibrahim@example.edu,Student"]
    assert students(tmp_path, text.format(*rows)) == [IBRAHIM]


def test_who_has_no_id_goes_by_the_address(tmp_path: Path) -> None:
    assert students(tmp_path, "Name,SID,Email\nAyşe Kaya,,ayse@example.edu\n")[0].id == "ayse@example.edu"


# ── Faults ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_without_ids_is_told_with_its_columns_and_those_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NoIdColumn, match=r"roster\.csv.*Grup, Not.*student_id") as caught:
        roster(tmp_path, "Grup,Not\nA,1\n")
    assert (caught.value.exit_code, caught.value.found) == (2, ["Grup", "Not"])


def test_two_rows_of_one_id_are_told_by_it(tmp_path: Path) -> None:
    with pytest.raises(SameId, match="0042") as caught:
        roster(tmp_path, "id,name\n0042,A B\n0043,C D\n0042,E F\n")
    assert caught.value.exit_code == 2


def test_ids_are_compared_character_by_character(tmp_path: Path) -> None:
    ids = [
        "Ayse",
        "ayse",
        "caf\u00e9",
        "cafe\u0301",
        "042",
        "42",
        "=cmd|' /C calc'!A0",
        "a'; DROP TABLE x",
        "../../etc",
    ]
    assert [one.id for one in students(tmp_path, "id\n" + "\n".join(ids) + "\n")] == ids


def test_a_row_without_an_id_is_told_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(NoId, match="Ali Can in line 3"):
        roster(tmp_path, "id,name\n1,Ayşe Kaya\n,Ali Can\n")


def test_a_time_that_cannot_be_read_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadTime, match=r"half past ten.*2026-11-20 23:59"):
        roster(tmp_path, "id,timestamp\n1,half past ten\n")


@pytest.mark.parametrize(
    ("raw", "why"),
    [(b"PK\x03\x04", "CSV"), (b'id,name\n1,"' + b"x" * 200_000 + b'"\n', "field")],
    ids=["workbook", "large cell"],
)
def test_what_is_no_table_is_told_by_its_name(tmp_path: Path, raw: bytes, why: str) -> None:
    with pytest.raises(BadRoster, match=rf"roster\.csv.*{why}") as caught:
        roster(tmp_path, raw)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"\xff\xfe", b"\0\0\0", b"\xff\xff\x81", b"id\n", b'"', b"id,\x00\n\x00,1\n"]
)
def test_no_bytes_end_in_anything_but_a_sentence(tmp_path: Path, raw: bytes) -> None:
    told = ""
    try:
        roster(tmp_path, raw)
    except DlgradeError as error:
        told = str(error)
    assert told == "" or (told.isprintable() and "roster.csv" in told)


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadRoster, match=path.name):
            read_roster(path)


# ── Times ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T20:59:30+00:00",
        "2026-11-20 23:59:30",
        "2026-11-20 23:59:30.000000000 +03:00",
        "2026-11-20 15:59:30 -0500",
        "2026-11-20T20:59:30Z",
        "2026-11-20 20:59:30 UTC",
        "2026-11-20 23:59:30 Europe/Istanbul",
        "2026-11-20_23-59-30",
        "2026-11-20-23-59-30",
        "20261120235930",
        "20261120_235930",
        "20261120T235930",
        "1795208370",  # by `date -u -d '2026-11-20 20:59:30' +%s`
        " 20 Kasım 2026, Cuma, 23:59:30 ",
        "Friday, 20 November 2026, 11:59:30 PM",
        "Friday, November 20, 2026, 11:59:30 pm",
        "Cuma, 20 Kasım 2026, 11:59:30 Öğleden Sonra",
        "20 KASIM 2026, CUMA, 11.59.30 ÖS",
    ],
)
def test_one_moment_is_read_in_every_usual_writing(text: str) -> None:
    assert moment(text, ISTANBUL) == datetime(2026, 11, 20, 20, 59, 30, tzinfo=UTC)


MONTHS = ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"]


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_known_in_english_and_turkish(number: int) -> None:
    at = datetime(2026, number, 1, 9, 5, tzinfo=ISTANBUL)
    assert moment(f"1 {MONTHS[number - 1]} 2026, Cuma, 09:05", ISTANBUL) == at
    # The names of `strftime` in the C locale, in which tests run, are English.
    assert moment(at.strftime("%A, %d %B %Y, %I:%M %p"), ISTANBUL) == at


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "soon", "2026", "2026-13-01", "2026-11-31 10:00", "99999999999999", "20261120250000",
        "2026-11-20 25:00", "31 Kasım 2026, Cuma, 10:00", "Friday, 20 November 2026, 13:00 PM",
        "20 Mart Nisan 2026, 10:00",
        "2026-11-20 10:00 ../../etc/passwd", "2026-11-20 10:00 Mars/Olympus", "2026-11-20 10:00 America",
        "٢٠٢٦-١١-٢٠", "1" * 5000, "\0",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment(text, ISTANBUL) is None
