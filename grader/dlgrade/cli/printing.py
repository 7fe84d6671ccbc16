"""What the desk's commands share of a terminal: colour, width, bars."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from dlgrade.messages import _

WIDTHS = (20, 10, 6)
GAP = "  "
_ASCII = {
    "“": '"', "”": '"', "’": "'", "·": "*", "×": "x", "−": "-", "–": "-", "…": "...", "±": "+-", "→": "->", "≤": "<=",
    "≥": ">=", "≠": "!=", "√": "sqrt", "∞": "inf", "ı": "i", "ε": "epsilon", "∂": "d",
}  # fmt: skip


class Row(NamedTuple):
    """A bar: how many of the core and of the bonus are done; `level` 1 stands below the one above it."""

    label: str
    done: int
    total: int
    bonus: int
    bonus_total: int
    level: int = 0


def paint(text: str, **style: Any) -> str:
    """The text in colour; `out` takes that away where none is wanted."""
    return click.style(text, **style)


def out(text: str) -> None:
    """Print a text with colours where the settings and the terminal want them."""
    from dlgrade.cli.grading import unicode_fits, use_color
    from dlgrade.workspace import read_settings

    choice = os.environ.get("DLGRADE_COLOR") or read_settings(Path.cwd()).get("color")
    color = use_color(choice if choice in ("always", "never") else "auto")
    if not unicode_fits():
        text = spelt_in_ascii(text)
    click.echo(text if color else click.unstyle(text), color=color)


def spelt_in_ascii(text: str) -> str:
    """For a console that has nothing else: `alpha` for α, `-` for −; what has no spelling becomes `?`."""
    import unicodedata

    out = []
    for char in text:
        letter = unicodedata.name(char, "").rpartition(" ")[2].lower()
        greek = unicodedata.name(char, "").startswith("GREEK SMALL LETTER") and letter
        out.append(char if char.isascii() else _ASCII.get(char) or greek or _bare(char))
    return "".join(out)


def _bare(char: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode() or "?"


def bars(rows: Sequence[Row]) -> str:
    """The rows below each other, as wide as the terminal has room for."""
    from dlgrade.cli.grading import terminal_width, unicode_fits

    width = terminal_width()
    full, rest = ("█", "░") if unicode_fits() else ("#", ".")
    labels = [GAP * row.level + row.label for row in rows]
    widest = max(map(len, labels))
    counts = [f"{row.done}/{row.total}" for row in rows]
    numbers = max(map(len, counts))
    extras = [f"+{row.bonus}/{row.bonus_total}" if row.bonus_total else "" for row in rows]
    left = width - widest - numbers - max(map(len, extras)) - 3 * len(GAP)
    size = next((size for size in WIDTHS if size <= left), 0)
    word = f" {_('bonus')}" if left - size > len(_("bonus")) else ""
    lines = []
    for row, label, count, extra in zip(rows, labels, counts, extras, strict=True):
        style = {"bold": True} if not row.level else {}
        cells = [paint(f"{label:<{widest}}", **style)]
        if size:
            cells.append(_bar(row, size, full, rest))
        cells.append(f"{count:>{numbers}}")
        if extra:
            cells.append(paint(extra + word, fg="cyan", dim=not row.bonus))
        lines.append(GAP.join(cells))
    return "\n".join(lines)


def _bar(row: Row, size: int, full: str, rest: str) -> str:
    share = row.done / row.total if row.total else float(row.bonus == row.bonus_total)
    # It is full only when nothing is missing, and not empty when something is done.
    filled = size if share >= 1 else min(size - 1, max(round(share * size), int(share > 0)))
    bar = paint(full * filled, fg="green" if share >= 1 else "yellow") if filled else ""
    return bar + (paint(rest * (size - filled), dim=True) if filled < size else "")
