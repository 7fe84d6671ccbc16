"""A drawing in letters, for a terminal: the same numbers, and the same places where the two part."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.drawing import Array, Drawing, difference, gaps, window
from dlgrade.plots.tiles import montage
from dlgrade.suite.picture import Kind

ROWS = 16
LEAST = 24


@dataclass(frozen=True)
class Signs:
    """What stands for what: both, the reference alone, the student's alone, an axis, and shades from little to much."""

    both: str
    reference: str
    yours: str
    zero: str
    shades: str
    bar: str


UNICODE = Signs("•", "○", "✗", "┈", " ░▒▓█", "█")
ASCII = Signs("*", "o", "x", "-", " .:+#", "=")


def render(drawing: Drawing, *, width: int = 80, ascii_only: bool = False) -> str:
    """The picture in `width` columns, with a legend and what is to be said of it."""
    signs = ASCII if ascii_only else UNICODE
    width = max(LEAST, width)
    drawn = {
        Kind.HEAT: _map, Kind.IMAGE: _map, Kind.HISTOGRAM: _bars, Kind.KEPT: _rows, Kind.NUMBERS: _rows,
        Kind.BOXES: _rows,
    }.get(drawing.kind, _plane)(drawing, signs, width)  # fmt: skip
    said = [line for message in drawing.sentences for line in textwrap.wrap(message.translated(), width)]
    text = "\n".join([drawing.name, "", *drawn, "", *said]) + "\n"
    # Labels and sentences may hold signs that the terminal lacks.
    return text.encode("ascii", "replace").decode() if ascii_only else text


def _plane(drawing: Drawing, signs: Signs, width: int) -> list[str]:
    """Curves and ways on a grid of letters."""
    margin = 9
    columns = width - margin - 1
    is_way = drawing.kind is Kind.PATH
    ours = gaps(drawing.expected).reshape(-1, 2) if is_way else np.stack([drawing.x, gaps(drawing.expected)], axis=1)
    theirs = None
    if drawing.got is not None:
        theirs = drawing.got.reshape(-1, 2) if is_way else np.stack([drawing.x, drawing.got], axis=1)
    spans = [
        window(ours[:, 0], theirs[:, 0] if is_way and theirs is not None else None),
        window(ours[:, 1], None if theirs is None else theirs[:, 1]),
    ]
    if not is_way and drawing.x.size > 1:
        spans[0] = (float(drawing.x[0]), float(drawing.x[-1]))
    grid = [[" "] * columns for _row in range(ROWS)]
    if spans[1][0] < 0 < spans[1][1] and (zero := _cell(0.0, spans[1], ROWS)) is not None:
        grid[ROWS - 1 - zero] = [signs.zero] * columns
    _dot(grid, ours, spans, signs.reference if theirs is not None else signs.both)
    if theirs is not None:
        parted = drawing.apart.reshape(-1, 2).any(axis=1) if is_way else drawing.apart
        _dot(grid, theirs[~parted], spans, signs.both)
        _dot(grid, theirs[parted], spans, signs.yours)
    lines = []
    for row, letters in enumerate(grid):
        edge = {0: spans[1][1], ROWS - 1: spans[1][0]}.get(row)
        lines.append(f"{_short(edge) if edge is not None else '':>{margin - 2}} |{''.join(letters)}".rstrip())
    low, high = _short(spans[0][0]), _short(spans[0][1])
    name = drawing.labels[0].translated()
    lines.append(f"{'':{margin}}{low}{name:^{max(1, columns - len(low) - len(high))}}{high}".rstrip())
    return [*lines, "", *_legend(drawing, signs, width)]


def _cell(value: float, span: tuple[float, float], count: int) -> int | None:
    """In which of `count` cells of a span a value lies; None where it is in none."""
    place = (value - span[0]) / (span[1] - span[0])
    return min(count - 1, int(place * count)) if 0 <= place <= 1 else None


def _dot(grid: list[list[str]], points: Array, spans: list[tuple[float, float]], sign: str) -> None:
    for x, y in points:
        if np.isfinite(x) and np.isfinite(y):
            column, row = _cell(float(x), spans[0], len(grid[0])), _cell(float(y), spans[1], len(grid))
            if column is not None and row is not None:
                grid[len(grid) - 1 - row][column] = sign


def _legend(drawing: Drawing, signs: Signs, width: int) -> list[str]:
    if drawing.got is None:
        return [f"{signs.both} {_('reference')}"]
    told = [(signs.both, _("both")), (signs.reference, _("reference")), (signs.yours, _("yours"))]
    return textwrap.wrap("   ".join(f"{sign} {name}" for sign, name in told), width)


def _map(drawing: Drawing, signs: Signs, width: int) -> list[str]:
    """Where a map is off, in shades; the reference itself where nothing is off."""
    is_alone = not drawing.parts
    numbers = np.abs(gaps(drawing.expected)) if is_alone else difference(drawing)
    lost: Array = drawing.apart & ~np.isfinite(numbers)
    if drawing.kind is Kind.IMAGE:
        numbers = np.nan_to_num(numbers.max(axis=2) if numbers.ndim == 3 else numbers, nan=0.0)
        # Letters are twice as high as wide, and images are large.
        numbers, lost = numbers[None, ::2, :], np.zeros((1, 1, 1), bool)
    top = float(np.nanmax(numbers, initial=0.0)) or 1.0
    level = np.nan_to_num(numbers / top * (len(signs.shades) - 1), nan=0.0)
    level = np.where(lost | (numbers > 0), np.maximum(1, np.ceil(level)), level)
    shown = montage(np.where(lost, len(signs.shades) - 1.0, level))
    twice = 2 if 2 * shown.shape[1] + 4 <= width else 1
    lines = ["|" + "".join((" " if np.isnan(c) else signs.shades[int(c)]) * twice for c in row[: width - 4]) + "|"
             for row in shown]  # fmt: skip
    name = _("|reference|") if is_alone else _("|difference|")
    scale = f"{name}: {signs.shades[1]} > 0   {signs.shades[-1]} {_short(top)}"
    return [*lines, "", scale]


def _bars(drawing: Drawing, signs: Signs, width: int) -> list[str]:
    """A line for two bars: how long the student's is, and where the reference's ends."""
    expected = drawing.expected.reshape(-1, 2).mean(axis=1)
    got = None if drawing.got is None else drawing.got.reshape(-1, 2).mean(axis=1)
    parted = np.atleast_1d(drawing.apart.reshape(-1, 2).max(axis=1))
    room = width - 12
    top = max(float(expected.max()), 0.0 if got is None else min(float(got.max()), 3 * float(expected.max())))
    lines = []
    for i, edge in enumerate(drawing.x[:-1:2]):
        bar = list(" " * room)
        length = 0 if got is None else min(room, round(room * float(got[i]) / top))
        bar[:length] = signs.bar * length
        bar[min(room - 1, int(room * float(expected[i]) / top))] = "|"
        lines.append(f"{_short(edge):>8} {signs.yours if parted[i] else ' '} {''.join(bar)}".rstrip())
    legend = [f"| {_('reference')}"]
    if got is not None:
        legend.append(f"{signs.bar} {_('yours')}")
        legend.append(f"{signs.yours} {_('off by more than chance')}")
    return [*lines, "", *textwrap.wrap("   ".join(legend), width)]


def _rows(drawing: Drawing, signs: Signs, width: int) -> list[str]:
    """A line for each box: what the reference says of it, and what the student's does."""
    count = len(drawing.expected)
    lines = []
    for i in range(min(count, 40)):
        is_off = bool(np.any(drawing.apart[i]))
        want = _said(drawing, drawing.expected[i])
        line = f"{signs.yours if is_off else ' '} {_('box')} {i}: {want}"
        if is_off and drawing.got is not None:
            line += f"   {_('yours')}: {_said(drawing, drawing.got[i])}"
        lines += textwrap.wrap(line, width, subsequent_indent="    ", drop_whitespace=True)
    return lines


def _said(drawing: Drawing, value: Array) -> str:
    if drawing.kind is Kind.KEPT:
        return _("kept") if value else _("dropped")
    return ", ".join(_short(float(number)) for number in np.ravel(value))


def _short(number: float) -> str:
    return f"{number:.3g}"
