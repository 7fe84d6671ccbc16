"""Cells of tables that are made here: texts that no spreadsheet runs, and identities that stay apart."""

from __future__ import annotations

import re
import unicodedata

from dlgrade.text import sanitize

# A formula begins with one of these, full-width ones included. A list separator begins a cell for a spreadsheet of
# another country, whatever this file is parted by and however it is quoted.
_FORMULA = re.compile(r"(^|[;,\t])(\s*)(?='*[=+\-@＝＋－＠])")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def text_cell(text: str) -> str:
    """A text for people: cut, without what does not show, and no formula wherever a spreadsheet may part it."""
    return without_formula(sanitize(text))


def id_cell(identity: str) -> str:
    """An identity in full: two that differ stay two.

    What does not show is spelt out as `\\u{202e}`, and a backslash before a `u` as well, so that nobody can spell
    out another's.
    """
    spelt = re.sub(r"\\(?=u)", r"\\u{5c}", identity)
    return without_formula("".join(_spell(char) if unicodedata.category(char) in _UNSAFE else char for char in spelt))


def without_formula(text: str) -> str:
    """One `'` more before whatever would begin a formula, behind those that are there."""
    return _FORMULA.sub(r"\1\2'", text)


def _spell(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"
