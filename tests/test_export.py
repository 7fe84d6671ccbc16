"""`dlgrade export`, as an instructor calls it: from a gradebook to each platform's file."""

from __future__ import annotations

import csv
import io
import json
import os
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dlgrade.cli import run
from dlgrade.gradebook.book import Gradebook
from dlgrade.gradebook.connection import url_of
from dlgrade.handed_in import HandedIn, Student
from dlgrade.messages import say, use_language
from test_gradebook import a_report, a_run

Export = Callable[..., tuple[int, bytes, str]]
DUE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
LABEL = "Ayşe Yılmaz_101_assignsubmission_file"
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed\r\n"
    'Participant 101,"Ayşe Yılmaz",a@x.tr,Submitted for grading,,100.00,Yes\r\n'
    "Participant 102,Çağrı Öz,c@x.tr,No submission,,100.00,Yes\r\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Ödev 3 (77)\n"
    "    Points Possible,,,,,10.00\n"
    '"Yılmaz, Ayşe",101,,ayse,1,\n'
)


@pytest.fixture
def export(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Export]:
    """The command, in a folder with a gradebook: one is late, one did not hand in, the file of one is broken."""
    for name in [n for n in os.environ if n.startswith("DLGRADE")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    with Gradebook(url_of(tmp_path), create=True) as book:
        grading = a_run(book, late="10%/day", due=DUE.isoformat())
        book.enrol([Student("102", "Çağrı", "Öz")], by_roster=True)
        students = [Student("101", "Ayşe", "Yılmaz"), Student("=cmd|' /C calc'!A0")]
        book.enrol(students, by_roster=False)
        late = HandedIn(students[0], LABEL, (), DUE + timedelta(hours=1))
        book.keep(grading, book.register("week90", late, [("a.py", b"")], None), "with", a_report(), None, False)
        problem = say("The archive is damaged.")
        broken = book.register("week90", HandedIn(students[1], "x", ()), [], problem)
        book.keep(grading, broken, "with", None, problem, False)

    def call(*words: str) -> tuple[int, bytes, str]:
        code = run(["export", *words])
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return code, out, err.decode()

    yield call
    use_language("en")


def test_the_table_has_a_row_for_each_student_with_the_late_deduction_apart(export: Export) -> None:
    code, raw, _ = export("csv")
    rows = {row["student_id"]: row for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))}
    assert code == 0
    assert raw.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 3
    assert not any(name.startswith("=") for name in rows)
    # 1.5 of 3 points, a tenth less for the first day.
    assert (float(rows["101"]["score"]), float(rows["101"]["final"])) == (1.5, 1.35)
    assert rows["102"]["last_name"] == "Öz"


def test_a_turkish_excel_gets_semicolons_and_decimal_commas(export: Export) -> None:
    _, raw, _ = export("csv", "--excel-tr")
    (row,) = (
        r for r in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";") if r["student_id"] == "101"
    )
    assert row["final"] == "1,35"


def test_the_worksheet_of_moodle_is_filled_and_what_could_not_be_is_told(export: Export, tmp_path: Path) -> None:
    sheet = tmp_path / "worksheet.csv"
    sheet.write_bytes(WORKSHEET.encode())
    code, raw, told = export("moodle", "--into", str(sheet))
    assert code == 0
    # 45 % of the maximum grade; nothing else differs, and who handed in nothing is left empty.
    assert raw.decode() == WORKSHEET.replace("grading,,100", "grading,45,100")
    assert "cells filled: 1" in told
    assert "calc" in told


def test_who_handed_in_nothing_gets_a_zero_where_that_is_asked_for(export: Export, tmp_path: Path) -> None:
    sheet = tmp_path / "worksheet.csv"
    sheet.write_bytes(WORKSHEET.encode())
    _, raw, _ = export("moodle", "--into", str(sheet), "--missing-as-zero", "-o", "filled.csv")
    assert raw == b""
    assert "No submission,0,100.00" in (tmp_path / "filled.csv").read_text(encoding="utf-8-sig")


def test_the_export_of_canvas_is_filled_in_the_points_that_are_possible_there(export: Export, tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text(CANVAS, encoding="utf-8")
    _, raw, _ = export("canvas", "--into", "grades.csv")
    assert raw.decode() == CANVAS.replace("ayse,1,\n", "ayse,1,4.5\n")


def test_feedback_goes_into_the_folders_that_moodle_gave(export: Export, tmp_path: Path) -> None:
    code, _, _ = export("moodle-feedback", "-o", "feedback.zip")
    assert code == 0
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        assert archive.namelist() == [f"{LABEL}/feedback.txt"]
        assert "You forgot beta." in archive.read(archive.namelist()[0]).decode()


def test_the_other_forms_are_what_their_readers_take(export: Export) -> None:
    names = {row["student_id"] for row in csv.DictReader(io.StringIO(export("nbgrader")[1].decode()))}
    assert "101" in names
    assert ET.fromstring(export("junit")[1]).tag == "testsuites"
    assert b"| " in export("markdown")[1]
    assert export("moodle-gradebook")[1].count(b"\n") >= 3
    assert json.loads(export("gradescope", "--student", "101")[1])["score"] == pytest.approx(1.75)
    assert "damaged" in json.loads(export("gradescope", "--student", "=cmd|' /C calc'!A0")[1])["output"]


def test_an_anonymous_export_names_nobody(export: Export) -> None:
    for form in ("csv", "nbgrader", "junit", "markdown"):
        _, raw, _ = export(form, "--anonymous")
        assert b"anon-" in raw
        assert "Yılmaz".encode() not in raw
        assert b"101" not in raw


@pytest.mark.parametrize(
    "words",
    [("moodle",), ("csv", "--into", "worksheet.csv"), ("gradescope",), ("moodle-feedback", "--anonymous"), ("excel",),
     ("csv", "--only", "week91"), ("csv", "--student", "nobody"), ("csv", "--out", "nowhere"),
     ("csv", "-o", "no/such/file")],
)  # fmt: skip
def test_what_cannot_be_exported_is_told_with_the_remedy(
    export: Export, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "worksheet.csv").write_bytes(WORKSHEET.encode())
    code, raw, told = export(*words)
    assert code in (2, 5)
    assert raw == b""
    assert "Error" in told


def test_a_worksheet_that_is_none_is_told_by_its_name(export: Export, tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    code, raw, told = export("moodle", "--into", "photo.csv")
    assert code in (2, 4)
    assert raw == b""
    assert "photo.csv" in told


@pytest.mark.parametrize("points", ["nan", "inf", "-1", "many"])
def test_points_given_by_hand_are_a_number(
    export: Export, capfdbinary: pytest.CaptureFixture[bytes], points: str
) -> None:
    assert run(["override", "101", "relu", "--why", "oral", "--", points]) == 2
    assert b"Error" in capfdbinary.readouterr().err
    assert json.loads(export("gradescope", "--student", "101")[1])["score"] == pytest.approx(1.75)
