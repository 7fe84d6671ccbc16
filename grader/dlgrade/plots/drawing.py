"""What a picture shows, as plain data: a reference's numbers, a student's, and where the two part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlgrade.messages import Message
from dlgrade.suite.picture import Kind

Array = np.ndarray[Any, Any]

# What lies farther apart than this share of the largest number is no rounding.
SHARE = 1e-6


@dataclass(frozen=True, eq=False)
class Drawing:
    """One picture.

    Args:
        name: the exercise.
        x: where the numbers stand: along an axis; the edges of a histogram's bars; nothing for maps and boxes.
        expected: the reference's numbers. Curves: (n,), paths: (k, n, 2), maps: (tiles, height, width), images of
            colours: (height, width, 3), bars: (n,), boxes: a number or a box for each.
        got: the student's, of the same shape, NaN where they are not finite; None where there is nothing to show.
        apart: where the two part, an array of booleans.
        ground: what lies below: the boxes that were asked about, or a grey image.
        labels: of the axes.
        notes: what is to be said besides, for the student.
        seen: what is said first: how far the two agree.
    """

    kind: Kind
    name: str
    x: Array
    expected: Array
    got: Array | None
    apart: Array
    labels: tuple[Message, Message]
    seen: Message
    notes: tuple[Message, ...] = ()
    ground: Array | None = None

    @property
    def parts(self) -> bool:
        """Whether the student's numbers differ from the reference's anywhere."""
        return bool(self.apart.any())

    @property
    def sentences(self) -> tuple[Message, ...]:
        return (self.seen, *self.notes)


def apart(got: Array, expected: Array, allowance: float = 0.0) -> Array:
    """Where two arrays of one shape differ by more than rounding; what is not finite agrees with its like."""
    finite = expected[np.isfinite(expected)]
    largest = float(np.abs(finite).max(initial=0.0))
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= max(SHARE, allowance) * largest
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return np.asarray(~(near | same))


def gaps(numbers: Array) -> Array:
    """The numbers with NaN wherever they are not finite."""
    return np.where(np.isfinite(numbers), numbers, np.nan)


def difference(drawing: Drawing) -> Array:
    """How far apart the two are; NaN where one of them is not a number, 0 where it is rounding or nothing is there."""
    if drawing.got is None:
        return np.zeros_like(drawing.expected)
    with np.errstate(all="ignore"):
        return np.where(drawing.apart, np.abs(drawing.got - gaps(drawing.expected)), 0.0)


def window(expected: Array, got: Array | None) -> tuple[float, float]:
    """The range to show: all of the reference, and of the student's numbers as much again to either side at most."""
    known = expected[np.isfinite(expected)]
    known = np.clip(known, -1e100, 1e100)
    if not known.size:
        known = np.zeros(1)
    low, high = float(known.min()), float(known.max())
    if low == high:
        room = abs(low) / 2 or 1.0
        low, high = low - room, high + room
    width = high - low
    if got is not None and (finite := got[np.isfinite(got)]).size:
        low = max(low - width, min(low, float(finite.min())))
        high = min(high + width, max(high, float(finite.max())))
    margin = 0.06 * (high - low)
    return low - margin, high + margin
