"""Suites are tested by mutants: each is one small change, wrong ones are caught, harmless ones set aside."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from conftest import dlgrade
from dlgrade.author.mutants import mutants, needed
from dlgrade.author.mutate import CAUGHT, EQUIVALENT, SURVIVED, Fate, mutate
from dlgrade.author.mutation_table import Row, count, markdown, merged, rows_in
from test_author import toy_course

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="mutants are run in forked processes")


def sources(text: str, name: str = "f") -> list[str]:
    """The mutants of a one-line function's body."""
    tree = ast.parse(f"def f(x, eps=1.0):\n    return {text}\n")
    return [m.source.partition("\n")[2] for m in mutants(tree, {name}) if "eps=1.0" in m.source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + x", ["a - x", "a", "x"]),
        ("a < x", ["a <= x", "a > x"]),
        ("-a", ["a"]),
        ("a and x", ["a or x"]),
        ("a[0]", ["a", "a[1]", "a[-1]"]),
        ("a if x else 2", ["a", "2", "a if x else 3", "a if x else 1"]),
        ("a.sum(axis=1)", ["a.sum()", "a", "a.mean(axis=1)", "a.sum(axis=2)", "a.sum(axis=0)"]),
        ("np.where(c, x, a)", ["x", "a", "np.where(c, a, x)"]),
        ("np.maximum(x, a)", ["x", "a", "np.maximum(x, a, out=x)", "np.minimum(x, a)"]),
        ("range(a)", ["range(a - 1)"]),
    ],
)
def test_an_expression_is_changed_in_each_small_way(text: str, expected: list[str]) -> None:
    found = [source.strip().removeprefix("return ") for source in sources(text)]
    assert [e for e in expected if e not in found] == []


def test_an_argument_is_changed_in_place() -> None:
    found = sources("x - a")
    assert any("x -= a" in source for source in found)


def test_a_statement_is_left_out_and_a_branch_is_fixed() -> None:
    tree = ast.parse("def f(x):\n    if x:\n        x += 1\n    raise ValueError\n")
    found = {m.source for m in mutants(tree, {"f"})}
    assert ast.unparse(ast.parse("def f(x):\n    if x:\n        pass\n    raise ValueError")) in found
    assert ast.unparse(ast.parse("def f(x):\n    if True:\n        x += 1\n    raise ValueError")) in found
    assert ast.unparse(ast.parse("def f(x):\n    if x:\n        x += 1\n    pass")) in found


def test_docstrings_annotations_and_other_exercises_stay_as_they_are() -> None:
    tree = ast.parse("def other(x):\n    return 1\ndef f(x: 3 = 4) -> 5:\n    'a text'\n    return other(x)\n")
    for mutant in mutants(tree, needed(tree, "f", {"other"})):
        assert "def other(x):\n    return 1" in mutant.source
        assert "x: 3" in mutant.source
        assert "-> 5" in mutant.source
        assert "a text" in mutant.source


def test_helpers_and_constants_that_an_exercise_uses_are_changed_with_it() -> None:
    tree = ast.parse("C = 2\ndef g(x):\n    return x * C\ndef f(x):\n    return g(x)\ndef h(x):\n    return x + 1\n")
    assert needed(tree, "f", {"h"}) == {"f", "g", "C"}


def fates(root: Path, *changes: tuple[str, str, str]) -> list[Fate]:
    course = toy_course(root, *changes)
    return [fate for found in mutate(course, course.exercises()) for fate in found]


@POSIX
def test_a_suite_catches_every_mutant_that_is_wrong(tmp_path: Path) -> None:
    found = fates(tmp_path)
    assert {f.fate for f in found} <= {CAUGHT, EQUIVALENT}
    assert [f.diff for f in found if f.fate == EQUIVALENT] == ["-    return 2.0 * np.asarray(x)\n+    return 2.0 * x"]
    assert "-    return 2.0 * np.asarray(x)\n+    return 2.0 / np.asarray(x)" in [f.diff for f in found]


@POSIX
def test_a_mutant_that_no_case_notices_is_told_with_its_change(tmp_path: Path) -> None:
    weak = ("suite", "arrays(5, 7)", "values([[1.0, 1.0]])"), ("suite", "values([-1.5, 0.0, 1.5])", "values([1.0])")
    no_laws = ("suite", "    points=1.0,", "    laws=[],")
    (survivor, *_) = [f for f in fates(tmp_path, *weak, ("suite", "arrays(2, 3, 4)", "values(1.0)"), no_laws)
                      if f.fate == SURVIVED]  # fmt: skip
    assert survivor.diff == "-    return 2.0 * np.asarray(x)\n+    return 2.0 / np.asarray(x)"
    assert survivor.exercise == "double"


@POSIX
def test_a_mutant_that_does_not_come_back_is_caught(tmp_path: Path) -> None:
    loop = "n = 3\n    while n > 0:\n        n -= 1\n    return 2.0 * np.asarray(x)"
    found = fates(tmp_path, ("solution", "return 2.0 * np.asarray(x)", loop))
    hanging = [f for f in found if "n += 1" in f.diff]
    assert [f.fate for f in hanging] == [CAUGHT]


def test_the_table_gives_the_share_of_those_that_are_wrong() -> None:
    found = [Fate("f", "toys", 9, 1, "", fate) for fate in [CAUGHT] * 3 + [SURVIVED, EQUIVALENT]]
    (row,) = count(found)
    assert (row.mutants, row.equivalent, row.caught, row.survived, row.percent) == (5, 1, 3, 1, 75.0)
    assert not row.is_enough
    assert "| 9 | toys | 5 | 1 | 3 | 1 | 75.0 % |" in markdown([row])


def test_a_page_keeps_the_rows_of_topics_that_were_not_run() -> None:
    old = [Row(2, "a", 5, 1, 4), Row(9, "b", 5, 1, 3)]
    page = markdown(merged(rows_in(markdown(old)), [Row(9, "b", 6, 0, 6), Row(3, "c", 1, 0, 1)]))
    assert rows_in(page) == [Row(2, "a", 5, 1, 4), Row(3, "c", 1, 0, 1), Row(9, "b", 6, 0, 6)]


@POSIX
def test_the_command_lists_what_is_set_aside_and_ends_with_a_line_per_topic(tmp_path: Path) -> None:
    result = dlgrade("course", "mutate", "softsign", "--table", tmp_path / "table.md")
    assert result.returncode == 0, result.stderr
    assert re.search(
        r"^softsign:\d+: equivalent\n-    x = np\.asarray\(x, dtype=float\)\n\+    pass$", result.stdout, re.MULTILINE
    )
    assert result.stdout.splitlines()[-1].startswith("week 3 threshold_like: ")
    assert "| 3 | threshold_like |" in (tmp_path / "table.md").read_text(encoding="utf-8")
