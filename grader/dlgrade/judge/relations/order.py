"""The right numbers in the wrong places: transposed, turned round, shifted, added up along the way."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill
from dlgrade.judge.relations.shapes import reshaped
from dlgrade.judge.relations.ways import NAMES, REDUCTIONS, Way, same
from dlgrade.messages import Message, say


def displaced(pairs: Sequence[Pair], about: Message) -> Found | None:
    """The same numbers, in other places or in another shape."""
    if any(p.chosen is not None for p in pairs) or max(max(p.got.size, p.want.size) for p in pairs) < 2:
        return None
    if not carries([p.want for p in pairs]):
        return None
    ways = list(_ways(pairs[0], about))
    for way in ways:
        if way.holds(pairs[0]):
            others = [next((w for w in _ways(p, about) if w.key == way.key), None) for p in pairs[1:]]
            if all(w is not None and w.holds(p) for w, p in zip(others, pairs[1:], strict=True)):
                return Found(f"relation/{way.id}", way.message)
    return None


def _ways(pair: Pair, about: Message) -> Iterator[Way]:
    if pair.same_shape:
        yield from _moves(pair.want.ndim, about)
    else:
        yield from reshaped(pair, about)


def _moves(ndim: int, about: Message) -> Iterator[Way]:
    """Within one shape."""
    if ndim == 2:
        yield Way(
            "transposed", "T", say("{numbers} are transposed: rows and columns are exchanged.", numbers=about),
            same(np.transpose),
        )  # fmt: skip
    for axes in itertools.permutations(range(ndim)) if 2 < ndim < 5 else ():
        message = say("{numbers} are right, with the axes in the order {axes}.", numbers=about, axes=str(axes))
        yield Way("axes-exchanged", f"axes {axes}", message, same(functools.partial(np.transpose, axes=axes)))
    for axis in range(ndim):
        yield from _along(axis, ndim, about)
    message = say("{numbers} are the right ones in the wrong order.", numbers=about)
    yield Way("other-order", "order", message, lambda p: p.equals(np.sort(p.got, None), np.sort(p.want, None)))


def _along(axis: int, ndim: int, about: Message) -> Iterator[Way]:
    where = say(" along axis {axis}", axis=axis) if ndim > 1 else ""

    def one(name: str, sentence: Message, holds: Callable[[Pair], bool]) -> Way:
        return Way(name, f"{sentence.sentence} {axis}", fill(sentence, numbers=about, where=where), holds)

    yield one("reversed", say("{numbers} stand in reverse order{where}."), same(lambda y: np.flip(y, axis)))
    yield one(
        "shifted",
        say("{numbers} come one place too late{where}: look at where counting begins."),
        lambda p: p.want.shape[axis] > 2 and p.equals(_but_first(p.got, axis), _but_last(p.want, axis)),
    )
    yield one(
        "shifted",
        say("{numbers} come one place too early{where}: look at where counting begins."),
        lambda p: p.want.shape[axis] > 2 and p.equals(_but_last(p.got, axis), _but_first(p.want, axis)),
    )
    yield one(
        "added-up",
        say("{numbers} are added up{where}: something is kept from one to the next that should begin anew."),
        same(lambda y: np.cumsum(y, axis)),
    )
    yield one(
        "not-added-up",
        say("{numbers} should be added up{where}."),
        lambda p: p.equals(np.cumsum(np.asarray(p.got, dtype=float), axis), p.want),
    )
    yield one("sorted", say("{numbers} are sorted{where}, and should not be."), same(lambda y: np.sort(y, axis)))
    yield one("not-sorted", say("{numbers} should be sorted{where}."), lambda p: p.equals(np.sort(p.got, axis), p.want))
    for name, function in REDUCTIONS.items():
        sentence = say("{numbers} are the {name} of the right ones{where}, again and again: one reduction too many.")
        message = fill(sentence, numbers=about, name=NAMES[name], where=where)
        yield Way("reduced-too-far", f"{name} {axis} kept", message, same(_spread(function, axis)))


def _spread(function: Any, axis: int) -> Callable[[Array], Any]:
    return lambda y: np.broadcast_to(function(y, axis=axis, keepdims=True), y.shape)


def _but_first(x: Array, axis: int) -> Array:
    return np.take(x, range(1, x.shape[axis]), axis)


def _but_last(x: Array, axis: int) -> Array:
    return np.take(x, range(x.shape[axis] - 1), axis)
