"""Random numbers as the bars of a histogram, beside the shares that their distribution gives to the same bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlgrade.messages import Message, say
from dlgrade.plots.drawing import Array, Drawing
from dlgrade.plots.numbers import numbers_in
from dlgrade.suite.inputs import Call
from dlgrade.suite.picture import Kind, Picture

BARS = 36
# Of fewer a histogram says nothing.
FEWEST = 200
# A bar of a right answer is off by so many standard deviations with a chance of one in a million.
DEVIATIONS = 5


def bars(name: str, picture: Picture, call: Call, answer: Any, why_not: Message | None) -> Drawing:
    """The histogram of an answer and the density it should have; the density alone where there is no answer."""
    assert picture.ground is not None
    cdf = picture.ground(*call.args, **call.kwargs)
    numbers = None if why_not else numbers_in(answer)
    notes = [] if why_not is None else [why_not]
    if numbers is not None and np.isfinite(numbers).sum() < FEWEST:
        numbers = None
    if numbers is None and why_not is None:
        notes.append(say("Nothing of yours is drawn: the answer holds fewer than {count} numbers.", count=FEWEST))
    drawn = None if numbers is None else numbers[np.isfinite(numbers)]
    if drawn is not None and numbers is not None and drawn.size < numbers.size:
        notes.append(say("{count} of your numbers are NaN or infinite: gaps", count=numbers.size - drawn.size))
    edges = _edges(cdf, drawn)
    share = np.diff(np.asarray(cdf(edges), dtype=np.float64))
    width = np.diff(edges)
    labels = (say("value"), say("density"))
    if drawn is None:
        none = np.zeros(BARS, bool)
        seen = say("The reference alone.")
        return Drawing(Kind.HISTOGRAM, name, edges, share / width, None, none, labels, seen, tuple(notes))
    counted = np.histogram(drawn, edges)[0] / drawn.size
    outside = int(((drawn < edges[0]) | (drawn > edges[-1])).sum())
    if outside:
        notes.append(say("{count} of your numbers lie beyond the picture.", count=outside))
    chance = np.sqrt(np.clip(share * (1 - share), 0, 1) / drawn.size)
    parted = np.abs(counted - share) > DEVIATIONS * chance + 1 / drawn.size
    seen = say("Your numbers have the density of the reference, as far as chance allows.")
    if parted.any() or outside:
        seen = say("{count} of {total} bars are off by more than chance.", count=int(parted.sum()), total=BARS)
    return Drawing(
        Kind.HISTOGRAM, name, edges, share / width, counted / width, parted, labels, seen, tuple(notes)
    )  # fmt: skip


def _edges(cdf: Callable[[Any], Any], drawn: Array | None) -> Array:
    """Where the bars begin and end: nearly all of the distribution, and of the numbers drawn what lies around it."""
    low, high = (_quantile(cdf, share) for share in (0.0005, 0.9995))
    width = high - low
    first, last = low - width / 8, high + width / 8
    if drawn is not None:
        first = max(low - width, min(first, float(np.quantile(drawn, 0.001))))
        last = min(high + width, max(last, float(np.quantile(drawn, 0.999))))
    return np.linspace(first, last, BARS + 1)


def _quantile(cdf: Callable[[Any], Any], share: float) -> float:
    """Where the cumulative function reaches the share, by halving."""
    low, high = -1e4, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if float(np.asarray(cdf(np.array([middle])))[0]) < share else (low, middle)
    return high
