"""A factor or an offset for each row: what each row is divided by or shifted by is wrong, the rest is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill
from dlgrade.messages import Message, say


def along_an_axis(pairs: Sequence[Pair], about: Message) -> Found | None:
    """One factor, or one offset, for all numbers along an axis of each answer."""
    many = [p for p in pairs if p.want.ndim and max(p.want.shape) > 2]
    if any(p.chosen is not None or not p.same_shape for p in pairs) or not carries([p.want for p in many], 3):
        return None
    if any(not np.isfinite(p.got).all() or not np.isfinite(p.want).all() for p in many):
        return None
    if _everywhere(many, _has_factor):
        sentence = say(
            "Along one axis {numbers} have the right proportions to each other, but not the right size: look at what "
            "they are divided by or multiplied with along that axis."
        )
        return Found("relation/factor-along-axis", fill(sentence, numbers=about))
    if _everywhere(many, _has_offset):
        sentence = say(
            "Along one axis {numbers} have the right distances from each other, but are shifted: look at what is added "
            "to or subtracted from them along that axis."
        )
        return Found("relation/offset-along-axis", fill(sentence, numbers=about))
    return None


def _everywhere(pairs: Sequence[Pair], has: Callable[[Pair, int], bool]) -> bool:
    """Whether it holds along the last axis of all, or along some axis of each."""
    return all(any(has(p, axis) for axis in range(p.want.ndim) if p.want.shape[axis] > 2) for p in pairs)


def _has_factor(pair: Pair, axis: int) -> bool:
    got, want = _float(pair.got), _float(pair.want)
    at = np.expand_dims(np.abs(want).argmax(axis), axis)
    top = np.take_along_axis(want, at, axis)
    if not top.all():
        return False
    return pair.equals(got, np.take_along_axis(got, at, axis) / top * want)


def _has_offset(pair: Pair, axis: int) -> bool:
    got, want = _float(pair.got), _float(pair.want)
    return pair.equals(got, want + np.take(got - want, [0], axis))


def _float(x: Array) -> Array:
    return np.asarray(x, dtype=float)
