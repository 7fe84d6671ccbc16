"""Standings of a small class for tests: made by hand, so that every expected number can be checked by eye."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dlgrade.handed_in import Student
from dlgrade.standing import ExerciseScore, Override, Standing

AYSE = Student("12345", "Ayşe", "Yılmaz", "ayse@example.edu")
IBRAHIM = Student("12346", "İbrahim", "Işık", "ibrahim@example.edu")
CAGRI = Student("12347", "Çağrı", "Öz", "cagri@example.edu")
BEFORE = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 20, 21, 1, tzinfo=UTC)

# What a submission may bring for an id, a name or a label.
HOSTILE = (
    "../../etc/passwd",
    "..",
    "/etc/passwd",
    "C:\\Windows\\system32",
    "a'; DROP TABLE students; --",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "x;=1+1",
    'x",=1+1',
    " =1+1",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "a\0b",
    "x" * 300,
    "\ud800",
    "\u202eabc",
    "abc",
    "ABC",
    "caf\u00e9",
    "cafe\u0301",
    "ayse|`<b>`|[x](http://evil.example)",
    "<script>alert(1)</script>",
    "]]>&amp;",
    "\\u{202e}abc",
    "con",
    "ayse.",
    "~ayse",
    ".ayse",
    "",
)


def exercises(first: float, second: float, bonus: float = 0.0, **more: Any) -> tuple[ExerciseScore, ...]:
    """Two topics of 4 and 6 points, and a bonus of 1."""
    return (
        ExerciseScore("alpha", "one", first, 4.0, False, "passed" if first == 4 else "failed", **more),
        ExerciseScore("beta", "two", second, 6.0, False, "passed" if second == 6 else "failed"),
        ExerciseScore("beta", "extra", bonus, 1.0, True, "passed" if bonus == 1 else "todo"),
    )


def standing(student: Student, first: float, second: float, bonus: float = 0.0, **more: Any) -> Standing:
    plain = {
        "submission_id": f"submission of {student.id}", "label": f"{student.name}_{student.id}_assignsubmission_file_",
        "attempts": 1, "number": 1, "handed_in_at": BEFORE,
    }  # fmt: skip
    return Standing(student, exercises(first, second, bonus), **{**plain, **more})


def small_class() -> list[Standing]:
    """7.5 of 10 in time with a bonus; nothing handed in; 8 of 10 and late, which costs a quarter: 6."""
    return [
        standing(AYSE, 4.0, 3.5, 1.0),
        Standing(IBRAHIM, ()),
        standing(CAGRI, 2.0, 6.0, handed_in_at=AFTER, is_late=True, deduction=0.25, attempts=3, number=2),
    ]


def overridden() -> Standing:
    """4 points by hand, in the place of 1."""
    first, *rest = exercises(4.0, 3.0, override=Override("one", 4.0, "=oral; exam"))
    return Standing(AYSE, (first, *rest), "s", "l", 1, 1, BEFORE)
