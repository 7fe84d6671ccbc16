"""Where the parts of a chart stand, in hundredths of its width and height: bars in a row, and columns.

The charts of the class page are plain SVG in the page: no script draws them, they print, they scale, and they follow
the reader's colours. What they show stands beside them as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dlgrade.points import number
from dlgrade.records import Verdict

# What a bar tells apart at a glance, in the order from the left; the counts beside it name each verdict.
FAMILIES: dict[str, frozenset[str]] = {
    "passed": frozenset({Verdict.PASSED}),
    "failed": frozenset({Verdict.FAILED}),
    "broken": frozenset(
        {Verdict.ERROR, Verdict.TIMEOUT, Verdict.CRASHED, Verdict.FORBIDDEN, Verdict.UNREADABLE}
    ),
    "fault": frozenset({Verdict.GRADER_FAULT}),
    "empty": frozenset({Verdict.TODO, Verdict.MISSING, ""}),
}  # fmt: skip
# Room above a column for its count, and below it for its name.
TOP, BOTTOM = 12.0, 13.0
# Letters of the names that fit side by side on a narrow screen, and how many counts do.
MOST_LETTERS, MOST_COUNTS = 40, 16


@dataclass(frozen=True)
class Segment:
    """A part of a bar."""

    family: str
    x: str
    width: str


@dataclass(frozen=True)
class Column:
    """A column with its count above it and its name below; either is empty where there is no room."""

    x: str
    width: str
    middle: str
    y: str
    height: str
    count: str
    name: str


def segments(verdicts: Mapping[str, int]) -> list[Segment]:
    """A bar of all the verdicts of an exercise; nothing where there are none."""
    total = sum(verdicts.values())
    found, start = [], 0
    for family, members in FAMILIES.items():
        if count := sum(verdicts.get(verdict, 0) for verdict in members):
            found.append(Segment(family, _share(start, total), _share(count, total)))
            start += count
    return found


def columns(counts: Sequence[int], names: Sequence[str]) -> list[Column]:
    """Columns side by side, the highest as high as the chart; a count of nothing has no height."""
    step, highest = 100 / len(counts), max([1, *counts])
    gap = step * (0.12 if len(counts) <= MOST_COUNTS else 0.06)
    every = max(1, -(-len(counts) * max(map(len, names)) // MOST_LETTERS))
    found = []
    for index, (count, name) in enumerate(zip(counts, names, strict=True)):
        height = (100 - TOP - BOTTOM) * count / highest
        found.append(
            Column(
                number(index * step + gap, 3), number(step - 2 * gap, 3), number((index + 0.5) * step, 3),
                number(100 - BOTTOM - height, 3), number(height, 3),
                str(count) if count and len(counts) <= MOST_COUNTS else "", name if index % every == 0 else "",
            )
        )  # fmt: skip
    return found


def kinds(bars: Iterable[Mapping[str, int]]) -> list[str]:
    """The families that occur in some bar, for the legend."""
    there = {verdict for verdicts in bars for verdict, count in verdicts.items() if count}
    return [family for family, members in FAMILIES.items() if members & there]


def _share(count: int, total: int) -> str:
    return number(100 * count / total, 3)
