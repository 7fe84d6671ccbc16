"""What a class got comes back out of every file that was written of it, and nobody's grade lands in another's row."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from conftest import ROOT
from dlgrade.giving_back import canvas, feedback_zip, moodle, nbgrader, table
from dlgrade.giving_back.cells import id_cell, text_cell
from dlgrade.giving_back.filling import Filled
from dlgrade.giving_back.worksheet import MissingColumn, NoTable, read_worksheet
from dlgrade.handed_in import Student
from dlgrade.messages import say
from dlgrade.points import number
from dlgrade.standing import Standing
from grades import AYSE, BEFORE, CAGRI, HOSTILE, IBRAHIM, overridden, small_class, standing
from hypothesis import given, settings
from hypothesis import strategies as st

FIXTURES = ROOT / "tests" / "fixtures"
MOODLE = FIXTURES / "moodle" / "worksheet_en.csv"
MOODLE_TR = FIXTURES / "moodle" / "worksheet_tr.csv"
CANVAS = FIXTURES / "canvas" / "gradebook.csv"
# Every character that begins a formula in some spreadsheet, and what may part cells in one.
FORMULA = re.compile(r"(^|[;,\t])\s*[=+\-@＝＋－＠]")


def rows_of(raw: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = raw.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def changed(before: bytes, after: bytes) -> dict[tuple[int, int], str]:
    """The cells that differ, by row and column; that all else is byte-equal is asserted on the way."""
    old, new = read_worksheet(before, "old"), read_worksheet(after, "new")
    cells = {}
    pieces, done = [], 0
    for number_of, (one, other) in enumerate(zip(old.rows, new.rows, strict=True)):
        for column, (a, b) in enumerate(zip(one, other, strict=True)):
            if old.text[a.start : a.end] != new.text[b.start : b.end]:
                cells[number_of, column] = b.text
                pieces += [old.text[done : a.start], new.text[b.start : b.end]]
                done = a.end
    assert "".join([*pieces, old.text[done:]]) == new.text
    return cells


def told(filled: Filled) -> list[str]:
    return [str(note) for note in filled.unmatched]


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_a_formula_wherever_a_spreadsheet_parts_it(text: str) -> None:
    assert not FORMULA.search(text_cell(text))
    assert not FORMULA.search(id_cell(text))


def test_hostile_identities_stay_apart_in_a_table() -> None:
    assert len({id_cell(text) for text in HOSTILE}) == len(set(HOSTILE))


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("'=+;, \\u{5c}202e\u202e\0a"), max_size=8), unique=True, min_size=2))
def test_two_identities_never_share_a_cell(identities: list[str]) -> None:
    assert len({id_cell(identity) for identity in identities}) == len(identities)


@pytest.mark.parametrize("text", ["ayse", "12345", "Çağrı", "ayse@example.edu", "O'Neill", "a-b", "DOMAIN\\ayse"])
def test_a_plain_identity_stays_as_it_is(text: str) -> None:
    assert id_cell(text) == text_cell(text) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, "0"), (-0.0, "0"), (7.5, "7.5"), (10.0, "10"), (1 / 3, "0.333333"), (100.0, "100"), (1e-9, "0"),
     (1234567.5, "1234567.5")],
)  # fmt: skip
def test_a_number_has_six_digits_at_most_and_no_zeros_at_its_end(value: float, expected: str) -> None:
    assert number(value) == expected
    assert number(value, comma=True) == expected.replace(".", ",")


# ── Our own table ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_tells_each_students_points_by_topic() -> None:
    ayse, ibrahim, cagri = rows_of(table.render(small_class()))
    # `small_class` tells where these come from: 4 + 3.5 and a bonus; nothing; 2 + 6, a quarter less for lateness.
    assert ayse == {
        "student_id": "12345", "first_name": "Ayşe", "last_name": "Yılmaz", "email": "ayse@example.edu",
        "status": "handed_in", "handed_in_at": "2026-11-20T20:00:00+00:00", "attempt": "1", "attempts": "1",
        "alpha": "4", "beta": "3.5", "score": "7.5", "bonus": "1", "late_deduction": "0", "final": "7.5",
        "max_score": "10", "percent": "75", "overrides": "", "problem": "",
    }  # fmt: skip
    assert (ibrahim["status"], ibrahim["alpha"], ibrahim["final"], ibrahim["handed_in_at"]) == ("missing", "", "0", "")
    wanted = ("status", "attempt", "attempts", "score", "late_deduction", "final", "percent")
    assert [cagri[key] for key in wanted] == ["late", "2", "3", "8", "0.25", "6", "60"]


def test_the_turkish_table_holds_the_same_with_semicolons_and_decimal_commas() -> None:
    plain = rows_of(table.render(small_class()))
    turkish = rows_of(table.render(small_class(), turkish=True), ";")
    numbers = ("alpha", "beta", "score", "late_deduction", "final", "percent")
    for one, other in zip(plain, turkish, strict=True):
        assert {k: v.replace(".", ",") if k in numbers else v for k, v in one.items()} == other
    assert turkish[0]["score"] == "7,5"


@pytest.mark.parametrize("turkish", [False, True])
def test_the_table_begins_with_a_byte_order_mark_and_has_plain_titles(turkish: bool) -> None:
    raw = table.render(small_class(), turkish=turkish)
    assert raw.startswith(b"\xef\xbb\xbfstudent_id")
    assert raw.removeprefix(b"\xef\xbb\xbf").splitlines()[0].isascii()


def test_points_given_by_hand_are_noted_with_their_reason() -> None:
    (row,) = rows_of(table.render([overridden()]))
    # The reason is `=oral; exam`: behind a parenthesis nothing begins, even where `;` parts cells.
    assert row["overrides"] == "one=4 (=oral; exam)"
    assert row["score"] == "7"


def test_what_was_not_graded_has_no_points_in_the_table() -> None:
    (row,) = rows_of(table.render([Standing(AYSE, (), "s", "l", 1, 1, BEFORE, problem=say("It broke."))]))
    assert (row["status"], row["score"], row["final"], row["problem"]) == ("not_graded", "", "", "It broke.")


def test_a_topic_may_have_the_name_of_a_column() -> None:
    one = standing(AYSE, 4, 6)
    named = replace(one, exercises=tuple(replace(e, topic="score") for e in one.exercises))
    (row,) = rows_of(table.render([named]))
    assert (row["score"], row["score_topic"]) == ("10", "10")


def hostile_class() -> list[Standing]:
    return [standing(Student(text, text, text, text), 1, 2, label=text) for text in HOSTILE]


@pytest.mark.parametrize("turkish", [False, True])
def test_every_hostile_student_has_a_row_of_their_own_with_nothing_to_run(turkish: bool) -> None:
    rows = rows_of(table.render(hostile_class(), turkish=turkish), ";" if turkish else ",")
    assert len({row["student_id"] for row in rows}) == len(HOSTILE)
    assert [cell for row in rows for cell in row.values() if FORMULA.search(cell)] == []
    assert {row["score"] for row in rows} == {"3"}


# ── nbgrader ──────────────────────────────────────────────────────────────────────────────────────────────

DUE = datetime(2026, 11, 20, 20, 59, tzinfo=UTC)


def test_the_nbgrader_table_is_what_nbgrader_would_have_written() -> None:
    # The fixture tells its form; Çağrı's quarter of 8 points is a penalty of 2.
    assert nbgrader.render(small_class(), "ps3", DUE) == (FIXTURES / "nbgrader" / "grades.csv").read_bytes()


def test_the_nbgrader_table_quotes_what_nbgrader_forgets_to() -> None:
    odd = [standing(Student('a,"b"\nc', "x,y", "z"), 1, 2), *hostile_class()]
    rows = rows_of(nbgrader.render(odd, 'week "3", late'))
    assert len(rows) == len(odd)
    assert rows[0]["student_id"] == 'a,"b"\\u{a}c'
    assert {row["assignment"] for row in rows} == {'week "3", late'}
    assert {len(row) for row in rows} == {len(nbgrader.COLUMNS)}


# ── Canvas ────────────────────────────────────────────────────────────────────────────────────────────────


def canvas_class() -> list[Standing]:
    ids = {AYSE: "1001", IBRAHIM: "1002", CAGRI: "1003"}
    return [replace(s, student=replace(s.student, id=ids[s.student])) for s in small_class()]


@pytest.mark.parametrize("column", ["Homework 3", "homework 3", "4711", "Homework 3 (4711)"])
def test_canvas_gets_one_column_scaled_to_its_points(column: str) -> None:
    raw = CANVAS.read_bytes()
    filled = canvas.fill(raw, canvas_class(), column)
    # 7.5 of 10 is 37.5 of 50; İbrahim handed nothing in; Çağrı is excused.
    assert changed(raw, filled.content) == {(3, 5): "37.5"}
    assert filled.count == 1
    assert told(filled) == [
        "İbrahim Işık (1002) handed nothing in; the cell was left as it is.",
        "Çağrı Öz (1003) has EX in this column, which was left as it is.",
        "The row of Student, Test, 1099 belongs to nobody who was graded.",
    ]


def test_canvas_gets_a_0_for_a_missing_submission_where_that_is_asked() -> None:
    raw = CANVAS.read_bytes()
    assert changed(raw, canvas.fill(raw, canvas_class(), "4713", missing_as_zero=True).content) == {
        (3, 7): "75",
        (4, 7): "0",
        (5, 7): "60",
    }


def test_canvas_with_semicolons_gets_a_decimal_comma() -> None:
    raw = (
        b"\xef\xbb\xbfStudent;ID;SIS Login ID;Section;HW (1);Final Score\r\n    Points Possible;;;;5,00;(read only)\r\n"
    )
    raw += "Yılmaz, Ayşe;7;ayse;A;;0,00\r\n".encode()
    filled = canvas.fill(raw, [replace(small_class()[0], student=Student("7"))])
    # 7.5 of 10 is 3.75 of 5.
    assert changed(raw, filled.content) == {(2, 4): "3,75"}


@pytest.mark.parametrize("column", [None, "Final Score", "Section", "Student", "4714", "Homework"])
def test_canvas_columns_that_are_not_one_assignments_are_refused(column: str | None) -> None:
    with pytest.raises(MissingColumn, match=r"Homework 3 \(4711\), Quiz \(4712\), Essay \(4713\)"):
        canvas.fill(CANVAS.read_bytes(), canvas_class(), column)


def test_a_file_that_is_no_canvas_export_is_refused() -> None:
    with pytest.raises(MissingColumn, match="points possible"):
        canvas.fill(MOODLE.read_bytes(), canvas_class())
    with pytest.raises(MissingColumn, match="`ID`"):
        canvas.fill(b"Student,Section,HW (1)\n    Points Possible,,5\n", canvas_class())


# ── Moodle: the worksheet ─────────────────────────────────────────────────────────────────────────────────


def test_the_english_worksheet_is_filled_in_its_grade_column_alone() -> None:
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, small_class())
    # 7.5 and 6 of 10 are 75 and 60 of 100; Çağrı's cell said 45.50 before.
    assert changed(raw, filled.content) == {(1, 4): "75", (3, 4): "60"}
    assert filled.count == 2
    assert told(filled) == [
        "İbrahim Işık (12346) handed nothing in; the cell was left as it is.",
        "The row of Participant 12348, Nobody Graded belongs to nobody who was graded.",
    ]


def test_the_turkish_worksheet_is_filled_with_decimal_commas() -> None:
    raw = MOODLE_TR.read_bytes()
    filled = moodle.fill_worksheet(raw, [standing(AYSE, 4, 3.25), *small_class()[1:]], missing_as_zero=True)
    # 7.25 and 6 of 10 are 14.5 and 12 of 20.
    assert changed(raw, filled.content) == {(1, 4): "14,5", (2, 4): "0", (3, 4): "12"}
    assert filled.unmatched == ()
    assert b',"14,5","20,00",' in filled.content


@pytest.mark.parametrize("path", [MOODLE, MOODLE_TR], ids=["English", "Turkish"])
def test_a_worksheet_that_a_spreadsheet_saved_anew_is_filled_all_the_same(path: Path) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    raw = out.getvalue().encode("cp1254")
    filled = moodle.fill_worksheet(raw, small_class())
    share = 1.0 if path == MOODLE else 0.2
    assert changed(raw, filled.content) == {
        (1, 4): number(75 * share, comma=True),
        (3, 4): number(60 * share, comma=True),
    }


def test_comments_are_html_and_filled_only_where_that_is_asked() -> None:
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, small_class(), with_feedback=True)
    assert changed(raw, filled.content)[1, 9] == "alpha: 4/4<br>beta: 3.5/6<br>Bonus: 1"
    assert changed(raw, filled.content)[3, 9] == "alpha: 2/4<br>beta: 6/6<br>Handed in late: 25 % less"


def test_a_comment_holds_no_markup_but_its_own() -> None:
    odd = standing(AYSE, 4, 6)
    odd = replace(odd, exercises=tuple(replace(e, topic=f"=<{e.topic}>") for e in odd.exercises))
    filled = moodle.fill_worksheet(MOODLE.read_bytes(), [odd], with_feedback=True)
    comment = changed(MOODLE.read_bytes(), filled.content)[1, 9]
    assert comment == "'=&lt;alpha&gt;: 4/4<br>=&lt;beta&gt;: 6/6"


def test_a_worksheet_without_comments_says_so_where_they_are_asked() -> None:
    raw = b"Identifier,Grade,Maximum Grade\nParticipant 12345,,10.00\n"
    filled = moodle.fill_worksheet(raw, small_class()[:1], with_feedback=True)
    assert told(filled) == ["The worksheet has no column for feedback comments; they were left out."]
    assert changed(raw, filled.content) == {(1, 1): "7.5"}


def test_without_a_number_the_row_is_found_by_email_or_id_number() -> None:
    raw = b"Full name,Email address,ID number,Grade,Maximum Grade\nA,AYSE@example.edu,,,10\nB,,s2,,10\n"
    two = [standing(replace(AYSE, id="x"), 4, 6), standing(Student("s2"), 4, 3)]
    filled = moodle.fill_worksheet(raw, [replace(s, label="") for s in two])
    # All of 10 points, and 7 of 10.
    assert changed(raw, filled.content) == {(1, 3): "10", (2, 3): "7"}


def test_a_number_that_is_equal_by_chance_fills_nothing() -> None:
    other = standing(Student("12345", "Somebody", "Else", "else@example.edu"), 4, 6, label="")
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, [other])
    assert filled.content == raw
    assert told(filled)[0] == "Somebody Else (12345) has another e-mail in the row; it was not filled."


def test_a_row_for_two_students_and_a_student_with_two_rows_are_left_alone() -> None:
    raw = b"Identifier,Grade,Maximum Grade\nParticipant 1,,10\nParticipant 2,,10\nParticipant 2,,10\n"
    three = [standing(Student(i, n), 4, 6, label="") for i, n in (("1", "A"), ("1", "B"), ("2", "C"))]
    filled = moodle.fill_worksheet(raw, three)
    assert filled.content == raw
    assert told(filled)[:3] == [
        "C (2) has more than one row; none was filled.",
        "A (1) shares a row with another; it was not filled.",
        "B (1) shares a row with another; it was not filled.",
    ]


def test_more_than_all_points_are_filled_as_the_maximum_and_told() -> None:
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, [standing(AYSE, 9, 6)])
    assert changed(raw, filled.content) == {(1, 4): "100"}
    assert told(filled)[0] == "Ayşe Yılmaz (12345) has more than the maximum, which was filled in."


def test_what_has_no_report_costs_nothing() -> None:
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, [Standing(AYSE, (), "s", problem=say("The grader broke"))])
    assert filled.content == raw
    assert told(filled)[0] == "Ayşe Yılmaz (12345) was not graded: The grader broke."


def test_a_worksheet_graded_by_a_scale_is_told_row_by_row() -> None:
    raw = b"Identifier,Grade,Maximum Grade\nParticipant 12345,,good\n"
    filled = moodle.fill_worksheet(raw, small_class()[:1])
    assert (filled.content, filled.count) == (raw, 0)
    assert told(filled) == ["The row of Ayşe Yılmaz (12345) has no maximum grade that is a number."]


@pytest.mark.parametrize(
    ("titles", "what"),
    [
        ("Identifier,Maximum Grade", "the grade"),
        ("Identifier,Grade", "the maximum grade"),
        ("Full name,Grade,Maximum Grade", "the students: an identifier, an e-mail or an ID number"),
        ("Identifier,Grade,Grade,Maximum Grade", "the grade"),
    ],
)
def test_a_worksheet_without_a_column_tells_what_it_lacks_and_what_it_has(titles: str, what: str) -> None:
    with pytest.raises(MissingColumn) as caught:
        moodle.fill_worksheet(f"{titles}\n1,2,3,4\n".encode(), small_class(), name="\u202ea.csv")
    shown = titles.replace(",", ", ")
    assert str(caught.value) == (
        f"a.csv has no column of its own for {what}; name it with --column. Its columns are: {shown}."
    )
    assert caught.value.exit_code == 2


def test_another_title_of_the_grade_may_be_named() -> None:
    raw = "Identifier,Bewertung,Maximum Grade\nTeilnehmer/in12345,,10,00\n".replace("10,00", '"10,00"').encode()
    filled = moodle.fill_worksheet(raw, small_class()[:1], "bewertung")
    assert changed(raw, filled.content) == {(1, 1): "7,5"}


def test_a_spreadsheets_own_file_is_refused_with_a_remedy() -> None:
    with pytest.raises(NoTable, match=r"a\.xlsx holds no table of text; .* save it as CSV"):
        moodle.fill_worksheet(b"PK\x03\x04\x14\0", small_class(), name="a.xlsx")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_student_fills_no_row_but_their_own(text: str) -> None:
    raw = MOODLE.read_bytes()
    filled = moodle.fill_worksheet(raw, [standing(Student(text, text, text), 4, 6, label=text)], with_feedback=True)
    assert filled.content == raw
    assert all(str(note).isprintable() for note in filled.unmatched)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 600)), min_size=1, max_size=8),
    st.sampled_from([(",", "10.00"), (";", "10,00"), ("\t", "10")]),
    st.sampled_from(["\n", "\r\n"]),
    st.text(st.sampled_from("aş\"',;\n\t="), max_size=12),
)
def test_what_was_filled_in_is_read_back_and_the_rest_is_byte_equal(
    marks: list[tuple[int, int]], form: tuple[str, str], end: str, name: str
) -> None:
    delimiter, most = form
    standings = [
        standing(Student(str(n)), first / 100, second / 100, label="") for n, (first, second) in enumerate(marks)
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Identifier", "Full name", "Grade", "Maximum Grade"])
    writer.writerows([f"Participant {n}", name, "", most] for n in reversed(range(len(marks))))
    raw = out.getvalue().encode()
    filled = moodle.fill_worksheet(raw, standings)
    changed(raw, filled.content)
    rows = rows_of(filled.content, delimiter)
    got = {row["Identifier"]: float(row["Grade"].replace(",", ".")) for row in rows}
    assert got == {f"Participant {n}": pytest.approx(sum(m) / 100, abs=1e-6) for n, m in enumerate(marks)}
    assert {row["Full name"] for row in rows} == {name}


# ── Moodle: the gradebook and feedback files ──────────────────────────────────────────────────────────────


def test_the_gradebook_table_names_students_by_what_the_gradebook_knows() -> None:
    folder = replace(small_class()[2], student=Student("s3", "Çağrı", "Öz", "c@example.edu"), label="s3")
    rows = rows_of(moodle.gradebook_csv([*small_class()[:2], folder], "Week 3"))
    assert [tuple(row.values()) for row in rows] == [
        # A participant's number is no ID number, and what was not handed in is no 0.
        ("Ayşe", "Yılmaz", "", "ayse@example.edu", "7.5"),
        ("İbrahim", "Işık", "12346", "ibrahim@example.edu", ""),
        ("Çağrı", "Öz", "s3", "c@example.edu", "6"),
    ]
    assert list(rows[0]) == ["First name", "Last name", "ID number", "Email address", "Week 3"]


def unpacked(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info).decode() for info in archive.infolist()}


def test_feedback_goes_back_under_the_names_that_moodle_gave() -> None:
    labels = ["Ayşe Yılmaz_12345_assignsubmission_file_", "Group 1-İbrahim Işık_12346_assignsubmission_file"]
    two = [standing(student, 4, 6, label=label) for student, label in zip((AYSE, IBRAHIM), labels, strict=True)]
    flat = standing(CAGRI, 4, 6, label="Çağrı Öz_12347_assignsubmission_file_my_home_work.py")
    found = unpacked(feedback_zip.render([*two, flat], lambda s: f"for {s.student.id}", "feedback.txt"))
    # A file that stood alone gets the folder that Moodle would have given it.
    assert found == {
        f"{labels[0]}/feedback.txt": "for 12345",
        f"{labels[1]}/feedback.txt": "for 12346",
        "Çağrı Öz_12347_assignsubmission_file_/feedback.txt": "for 12347",
    }


def test_who_handed_nothing_in_or_has_no_text_has_no_feedback() -> None:
    found = unpacked(feedback_zip.render(small_class(), lambda s: None if s.student == CAGRI else "x"))
    assert [PurePosixPath(name).parent.name for name in found] == ["Ayşe Yılmaz_12345_assignsubmission_file_"]


def test_no_label_leads_out_of_the_zip_or_into_anothers_folder(tmp_path: Path) -> None:
    raw = feedback_zip.render(hostile_class(), lambda s: repr(s.student.id), "feedback.txt")
    found = unpacked(raw)
    # Each text once: nobody's was put over another's.
    assert sorted(found.values()) == sorted(map(repr, HOSTILE))
    for name in found:
        pure = PurePosixPath(name)
        assert len(pure.parts) == 2
        assert pure.parts[0] not in (".", "..")
        assert not set('<>:"|?*\\') & set(name)
        assert name.isprintable()
        assert pure.parts[0][0] not in ".~"
        assert pure.parts[0][-1] != "."
        assert len(pure.parts[0].encode()) <= 255
    folded = {name.casefold() for name in found}
    assert len(folded) == len(HOSTILE)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(tmp_path / "in")
    assert sorted(p.read_text(encoding="utf-8") for p in (tmp_path / "in").rglob("*.txt")) == sorted(map(repr, HOSTILE))
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_a_label_that_two_students_share_gives_each_a_folder() -> None:
    two = [standing(Student(i), 4, 6, label="team") for i in ("a", "b")]
    found = unpacked(feedback_zip.render(two, lambda s: s.student.id, "f.txt"))
    assert found["team/f.txt"] == "a"
    assert sorted(found.values()) == ["a", "b"]


def test_the_same_feedback_gives_the_same_bytes() -> None:
    first, second = (feedback_zip.render(small_class(), lambda s: "x") for _ in range(2))
    assert first == second
