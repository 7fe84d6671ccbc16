"""The right numbers in another shape: an axis too many, not reduced, some too few, every one with every other."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlgrade.judge.relations.evidence import Array, Pair, fill
from dlgrade.judge.relations.ways import NAMES, REDUCTIONS, Way, same
from dlgrade.messages import Message, say


def reshaped(pair: Pair, about: Message) -> Iterator[Way]:
    """Into another shape."""
    got, want = pair.got, pair.want
    kept = [n for n in want.shape if n != 1] == [n for n in got.shape if n != 1]
    if got.size == want.size and kept:
        more = say("{numbers} are right, but there is an axis of length 1 too many: drop it.", numbers=about)
        less = say("{numbers} are right, but an axis of length 1 is missing: keep it (`keepdims=True`).", numbers=about)
        message = more if got.ndim > want.ndim else less
        key = "one too many" if got.ndim > want.ndim else "one missing"
        yield Way("axis-of-length-1", key, message, lambda p: p.equals(p.got.ravel(), p.want.ravel()))
    for axes in itertools.permutations(range(want.ndim)) if 1 < want.ndim < 5 else ():
        if want.ndim == 2:
            message = say("{numbers} are transposed: rows and columns are exchanged.", numbers=about)
        else:
            message = say("{numbers} are right, with the axes in the order {axes}.", numbers=about, axes=str(axes))
        name = "transposed" if want.ndim == 2 else "axes-exchanged"
        yield Way(
            name, "T" if axes == (1, 0) else f"axes {axes}", message, same(functools.partial(np.transpose, axes=axes))
        )
    if sorted(got.shape) == sorted(want.shape) and want.ndim > 2:
        message = say("{numbers} are right, with the axes in another order.", numbers=about)
        yield Way("axes-exchanged", "axes somehow", message, _somehow_exchanged)
    if got.size == want.size:
        message = say("{numbers} are the right ones in another shape: reshape them at the end.", numbers=about)
        yield Way("reshaped", "reshaped", message, lambda p: p.equals(p.got.ravel(), p.want.ravel()))
    yield from _reduced(pair, about)
    if got.ndim == want.ndim:
        yield from _longer(pair, about)
    if want.ndim == 1 and got.shape == (want.size, want.size):
        message = say(
            "{numbers} stand on the diagonal of a square: an array of shape (n,) met one of shape (n, 1), and every "
            "number was combined with every other.",
            numbers=about,
        )
        yield Way("every-with-every", "all pairs", message, lambda p: p.equals(np.diagonal(p.got), p.want))


def _somehow_exchanged(pair: Pair) -> bool:
    orders = itertools.permutations(range(pair.want.ndim)) if pair.want.ndim < 6 else ()
    fitting = (axes for axes in orders if tuple(pair.want.shape[a] for a in axes) == pair.got.shape)
    return any(pair.equals(pair.got, np.transpose(pair.want, axes)) for axes in fitting)


def _reduced(pair: Pair, about: Message) -> Iterator[Way]:
    """Along an axis too few or too many."""
    got, want = pair.got, pair.want
    for name, function in REDUCTIONS.items():
        for axis in (None, *range(got.ndim)) if got.ndim > want.ndim else ():
            for kept in (False, True):
                message = say(
                    "{numbers} are not reduced yet: the {name} of them is what should be returned.",
                    numbers=about,
                    name=NAMES[name],
                )
                key = f"not {name} {axis if axis is None else axis - got.ndim} {kept}"
                yield Way("not-reduced", key, message, _unreduced(function, axis, kept))
        for axis in (None, *range(want.ndim)) if got.ndim < want.ndim or 1 in got.shape else ():
            for kept in (False, True):
                message = say(
                    "{numbers} are the {name} of what should be returned: one reduction too many.",
                    numbers=about,
                    name=NAMES[name],
                )
                key = f"too far {name} {axis} {kept}"
                yield Way("reduced-too-far", key, message, same(_reduction(function, axis, kept)))
    if got.ndim > want.ndim:
        message = say("{numbers} are not reduced yet: sum or average them as asked.", numbers=about)
        yield Way("not-reduced", "somehow", message, _somehow_unreduced)


def _unreduced(function: Any, axis: int | None, kept: bool) -> Callable[[Pair], bool]:
    return lambda p: (
        p.got.size == 0 or p.equals(function(np.asarray(p.got, dtype=float), axis=axis, keepdims=kept), p.want)
    )


def _somehow_unreduced(pair: Pair) -> bool:
    return any(
        _unreduced(function, axis, False)(pair)
        for function in REDUCTIONS.values()
        for axis in (None, *range(pair.got.ndim))
    )


def _reduction(function: Any, axis: int | None, kept: bool) -> Callable[[Array], Any]:
    return lambda y: function(y, axis=axis, keepdims=kept) if y.size else np.zeros(0)


def _longer(pair: Pair, about: Message) -> Iterator[Way]:
    """Some too few or too many along one axis, the others right."""
    apart = [i for i, (a, b) in enumerate(zip(pair.got.shape, pair.want.shape, strict=True)) if a != b]
    if len(apart) != 1:
        return
    axis = apart[0]
    count = pair.got.shape[axis] - pair.want.shape[axis]
    few = min(pair.got.shape[axis], pair.want.shape[axis])
    sentences = {
        (True, "end"): say("{numbers} are right, but for {count} too many at the end of axis {axis}."),
        (True, "beginning"): say("{numbers} are right, but for {count} too many at the beginning of axis {axis}."),
        (False, "end"): say("{numbers} are right as far as they go; missing at the end of axis {axis}: {count}."),
        (False, "beginning"): say(
            "{numbers} are right as far as they go; missing at the beginning of axis {axis}: {count}."
        ),
    }
    for name, start in (("end", 0), ("beginning", abs(count))):
        message = fill(sentences[count > 0, name], numbers=about, count=abs(count), axis=axis)
        kind = "some-missing" if count < 0 else "some-too-many"
        yield Way(kind, f"{name} {axis} {count}", message, _cut_along(axis, start, few))


def _cut_along(axis: int, start: int, few: int) -> Callable[[Pair], bool]:
    def holds(p: Pair) -> bool:
        sides = [p.got, p.want]
        longer = 0 if p.got.shape[axis] > p.want.shape[axis] else 1
        sides[longer] = np.take(sides[longer], range(start, start + few), axis)
        return p.equals(sides[0], sides[1])

    return holds
