"""What every right answer has and the wrong ones lack: a sign, a range, rows that sum to one, symmetry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill
from dlgrade.messages import Message, say

ROUNDING = 1e-9


class Property(NamedTuple):
    """Something that can be seen of an answer alone."""

    id: str
    holds: Callable[[Array], bool]
    sentence: Message


def _sums_to_one(y: Array) -> bool:
    return y.ndim > 0 and y.size > 1 and any(np.allclose(y.sum(axis), 1, 0, 1e-6) for axis in range(y.ndim))


def _mean_is_zero(y: Array) -> bool:
    size = np.abs(y).max(initial=0.0)
    return y.ndim > 1 and any(np.allclose(y.mean(axis), 0, 0, 1e-6 * size) for axis in range(y.ndim))


def _is_symmetric(y: Array) -> bool:
    return y.ndim == 2 and y.shape[0] == y.shape[1] > 1 and np.allclose(y, y.T, 1e-6, ROUNDING)


PROPERTIES = (
    Property(
        "not-normalised",
        _sums_to_one,
        say("{numbers} should sum to 1 along an axis, and do not: divide by their sum there."),
    ),
    Property("not-symmetric", _is_symmetric, say("{numbers} should be symmetric, and are not.")),
    Property(
        "mean-not-zero",
        _mean_is_zero,
        say("{numbers} should have the mean 0 along an axis, and do not: subtract it there."),
    ),
    Property(
        "not-zero-or-one",
        lambda y: bool(((y == 0) | (y == 1)).all()),
        say("{numbers} should be 0 or 1, and there are others."),
    ),
    Property(
        "negative",
        lambda y: bool((y >= -ROUNDING).all()),
        say("{numbers} are negative in part, where the right ones never are: look for a sign."),
    ),
    Property(
        "positive",
        lambda y: bool((y <= ROUNDING).all()),
        say("{numbers} are positive in part, where the right ones never are: look for a sign."),
    ),
    Property(
        "beyond-one",
        lambda y: bool((np.abs(y) <= 1 + ROUNDING).all()),
        say("{numbers} go beyond 1 or −1, where the right ones never do: is something divided by too little?"),
    ),
)


def _comes_near_one(wanted: Sequence[Array]) -> bool:
    """Whether 1 is a bound, and not just more than these numbers happen to be."""
    return sum(w.size for w in wanted) >= 30 and max(np.abs(w).max(initial=0.0) for w in wanted) > 0.95


def lacks_property(pairs: Sequence[Pair], about: Message, others: Sequence[Pair] = ()) -> Found | None:
    """What all right answers have, these and `others`, and most of the wrong ones lack."""
    own = [p for p in pairs if p.asked.case.law is None]
    sides = [(np.asarray(p.got, dtype=float), np.asarray(p.want, dtype=float)) for p in own]
    if not sides or not all(np.isfinite(g).all() and np.isfinite(w).all() for g, w in sides):
        return None
    if not carries([w for _, w in sides], 6) or sum(w.size for _, w in sides) < 12:
        return None
    rest = [np.asarray(p.want, dtype=float) for p in others if p.want.size and p.asked.case.law is None]
    for name, holds, sentence in PROPERTIES:
        if all(holds(w) for _, w in sides) and all(holds(w) for w in rest):
            lacking = sum(not holds(g) for g, _ in sides)
            if name == "beyond-one" and not _comes_near_one([w for _, w in sides]):
                continue
            if not holds(sides[0][0]) and 2 * lacking > len(sides):
                return Found(f"relation/{name}", fill(sentence, numbers=about))
    return None
