"""Text of several lines set beside, above and around each other, as formulas are: each box knows its middle line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# The upper end of a tall bracket, its side and its lower end.
TALL = {
    "(": tuple("⎛⎜⎝"), ")": tuple("⎞⎟⎠"), "[": tuple("⎡⎢⎣"), "]": tuple("⎤⎥⎦"), "{": tuple("⎧⎪⎩"), "}": tuple("⎫⎪⎭"),
    "⌊": tuple("⎢⎢⎣"), "⌋": tuple("⎥⎥⎦"), "⌈": tuple("⎡⎢⎢"), "⌉": tuple("⎤⎥⎥"), "|": tuple("│││"), "‖": tuple("‖‖‖"),
}  # fmt: skip
# The tip of a brace stands at its middle.
TIP = {"{": "⎨", "}": "⎬"}


class Box(NamedTuple):
    """Lines of one width; `base` is the line that stands level with what is beside it."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        return max(map(columns, self.lines))

    @property
    def is_flat(self) -> bool:
        return len(self.lines) == 1

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


def columns(text: str) -> int:
    """How wide a text is on a terminal: a hat or a bar over a letter takes no place of its own."""
    return sum(not unicodedata.combining(char) for char in text)


def flat(text: str) -> Box:
    return Box((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """From left to right, middle to middle."""
    above = max((box.base for box in boxes), default=0)
    below = max((len(box.lines) - box.base for box in boxes), default=1)
    rows = [""] * (above + below)
    for box in boxes:
        width, top = box.width, above - box.base
        for i in range(len(rows)):
            line = box.lines[i - top] if 0 <= i - top < len(box.lines) else ""
            rows[i] += _padded(line, width)
    return Box(tuple(rows), above)


def stacked(boxes: Sequence[Box], middle: int) -> Box:
    """One below the other, centred; the base is that of the box number `middle`."""
    width = max(box.width for box in boxes)
    lines: list[str] = []
    base = 0
    for number, box in enumerate(boxes):
        if number == middle:
            base = len(lines) + box.base
        lines += [_padded(" " * ((width - box.width) // 2) + line, width) for line in box.lines]
    return Box(tuple(lines), base)


def fraction(above: Box, below: Box) -> Box:
    return stacked([above, flat("─" * max(above.width, below.width)), below], 1)


def table(rows: Sequence[Sequence[Box]], gap: int = 2) -> Box:
    """Rows of cells in columns, flush left; an odd number of lines, so that there is a middle one."""
    count = max(map(len, rows))
    widths = [max(row[i].width for row in rows if i < len(row)) for i in range(count)]
    parts = [
        beside([_wide(c, w + gap * (i + 1 < count)) for i, (c, w) in enumerate(zip(row, widths, strict=False))])
        for row in rows
    ]
    if sum(len(part.lines) for part in parts) % 2 == 0:
        parts.insert(len(parts) // 2, flat(""))
    lines = [line for part in parts for line in part.lines]
    width = max(map(columns, lines))
    return Box(tuple(_padded(line, width) for line in lines), len(lines) // 2)


def _wide(box: Box, width: int) -> Box:
    return Box(tuple(_padded(line, width) for line in box.lines), box.base)


def with_scripts(base: Box, below: str, above: str) -> Box:
    """Small letters behind a box; behind one of several lines they stand at its ends, as behind a tall bracket."""
    if base.is_flat:
        return beside([base, flat(below + above)])
    width = max(columns(below), columns(above))
    ends = {0: above, len(base.lines) - 1: below}
    return Box(tuple(line + _padded(ends.get(i, ""), width) for i, line in enumerate(base.lines)), base.base)


def fence(sign: str, inner: Box) -> Box:
    """A bracket as high as what it holds."""
    height = len(inner.lines)
    if height == 1 or sign not in TALL:
        return flat(sign)
    top, side, bottom = TALL[sign]
    lines = [top, *[side] * (height - 2), bottom]
    if sign in TIP and height > 2:
        lines[height // 2] = TIP[sign]
    return Box(tuple(lines), inner.base)


def _padded(line: str, width: int) -> str:
    return line + " " * (width - columns(line))
