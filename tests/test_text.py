"""Text of strangers is harmless in each place where it is shown, and their names stay apart."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pytest
from dlgrade.text import csv_cell, safe_name, sanitize
from hypothesis import given, settings
from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters())
thorough = settings(max_examples=300, deadline=None, database=None)


@thorough
@given(ANY_TEXT, st.integers(1, 60))
def test_what_is_shown_moves_no_cursor_and_turns_no_text_around(text: str, limit: int) -> None:
    shown = sanitize(text, limit)
    assert len(shown) <= limit
    assert {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Co", "Cn"} == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;title\x07", "[2J]0;title"),
        ("\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\", "]8;;http://example.com\\link]8;;\\"),
        ("100 %\r\npassed", "100 % passed"),
        ("abc\u202edef\u2066", "abcdef"),
        ("pass\u200bed\ufeff", "passed"),
        ("a\x00b\x9b31m", "ab31m"),
    ],
)
def test_escapes_line_ends_and_marks_of_direction_are_gone(text: str, shown: str) -> None:
    assert sanitize(text) == shown


@thorough
@given(ANY_TEXT)
def test_a_cell_is_never_a_formula_and_stays_one_cell(text: str) -> None:
    cell = csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    sheet = io.StringIO()
    csv.writer(sheet).writerow([cell, "next"])
    assert next(csv.reader([sheet.getvalue()])) == [cell, "next"]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=cmd|' /C calc'!A0", " =1"])
def test_a_formula_is_kept_as_text(formula: str) -> None:
    assert csv_cell(formula) == f"'{formula.strip()}"


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("identity", ["ayse", "student-7", "a.b_c", "20261234", "hw1_ali"])
def test_a_plain_identity_is_its_own_name(identity: str) -> None:
    assert safe_name(identity) == identity


HARD = [
    "Ayse", "ayşe", "AYŞE", "ayse ", " ayse", "ayse.", "ayse/", "../ayse", "..", ".", "", "con", "CON", "nul.txt",
    "İrem", "irem", "Irem", "ırem", "I", "ı", "i", "İ", "a" * 300, "a" * 301, "a\x00b", "a\nb", "=1+1", "<b>",
    "\uff41\uff59\uff53\uff45",
    "é", "e\u0301", "-rf", "~", "a:b", "a\\b",
    "\u202eayse", "\ud800", safe_name("Ayse"), safe_name(safe_name("Ayse")),
]  # fmt: skip


def test_no_two_identities_share_a_name_even_where_case_is_nothing() -> None:
    names = [unicodedata.normalize("NFC", safe_name(identity)).casefold() for identity in HARD]
    assert len(set(names)) == len(HARD)


@thorough
@given(st.lists(ANY_TEXT, unique=True))
def test_names_are_plain_ascii_on_every_system_and_stay_apart(identities: list[str]) -> None:
    names = [safe_name(identity) for identity in identities]
    assert len(set(names)) == len(identities)
    for name in names:
        assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]*", name)
        assert len(name) <= 80
        assert not name.endswith(".")
        assert name.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


def test_a_name_is_spelt_in_plain_letters_as_far_as_it_goes() -> None:
    assert safe_name("Çağrı Şen").startswith("cagri_sen-")
    assert safe_name("学生").startswith("student-")
