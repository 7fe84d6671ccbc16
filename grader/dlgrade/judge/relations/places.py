"""Where an answer is wrong, if it is right elsewhere: by the sign of an input, at ties, in a row, at the border."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.relations.evidence import Array, Pair, fill
from dlgrade.judge.relations.naming import arguments
from dlgrade.messages import Message, say

# Bits: how surely the elements that are wrong are no chance to be those of a place.
SURE = 12.0
# Where next to nothing is right, to say what is right says next to nothing.
SHARE = 0.1


class Place(NamedTuple):
    """Some elements of an answer; `key` is the same in every case."""

    key: str
    where: Message
    mask: Array


def find_place(pairs: Sequence[Pair]) -> tuple[Message, list[Array]] | None:
    """The place whose elements are wrong in all pairs, and no others are; with its elements in each wrong pair.

    A single number has no places.
    """
    pairs = [p for p in pairs if p.want.ndim]
    wrong = [p for p in pairs if not p.is_right]
    if not wrong or not all(p.same_shape for p in pairs):
        return None
    right = sum(int(p.right.sum()) for p in wrong)
    if right < SHARE * sum(p.right.size for p in wrong) or sum(_surprise(p) for p in wrong) < SURE:
        return None
    fitting = {place.key: place.where for place in _places(wrong[0]) if np.array_equal(place.mask, ~wrong[0].right)}
    for pair in pairs:
        if not fitting:
            return None
        masks = {place.key: place.mask for place in _places(pair) if place.key in fitting}
        # Where all is right no element may be of the place, if there is such a place at all.
        fitting = {
            key: where
            for key, where in fitting.items()
            if (np.array_equal(masks[key], ~pair.right) if key in masks else pair.is_right)
        }
    return next(((where, [~p.right for p in wrong]) for where in fitting.values()), None)


def sides_of_zero(pairs: Sequence[Pair]) -> Iterator[tuple[Message, list[Array]]]:
    """For each argument with a number for each element, where it is negative and where it is positive."""
    laid = [_laid_over(p) for p in pairs]
    for key, (name, _) in laid[0].items():
        if all(key in each for each in laid):
            yield say("where {name} is negative", name=name), [each[key][1] < 0 for each in laid]
            yield say("where {name} is positive", name=name), [each[key][1] > 0 for each in laid]


def _laid_over(pair: Pair) -> dict[str, tuple[Message, Array]]:
    """The arguments that have a number for each element of the answer."""
    return {
        key: (name, x)
        for key, name, x in arguments(pair.asked)
        if isinstance(x, np.ndarray) and x.ndim and x.dtype.kind in "fiu" and x.shape == pair.want.shape
    }


def find_range(pairs: Sequence[Pair]) -> Message | None:
    """The argument of which one range of values is wrong, and all values below and above are right."""
    pairs = [p for p in pairs if p.want.ndim]
    wrong = [p for p in pairs if not p.is_right]
    if not wrong or not all(p.same_shape for p in pairs):
        return None
    if sum(_surprise(p) for p in wrong) < SURE + math.log2(sum(p.want.size for p in wrong)):
        return None
    laid = [_laid_over(p) for p in pairs]
    for key, (name, _) in laid[0].items():
        if not all(key in each for each in laid):
            continue
        off = np.concatenate([each[key][1][~p.right] for each, p in zip(laid, pairs, strict=True)])
        fine = np.concatenate([each[key][1][p.right] for each, p in zip(laid, pairs, strict=True)])
        low, high = off.min(), off.max()
        if not ((fine >= low) & (fine <= high)).any() and (fine < low).any() and (fine > high).any():
            return say("for one range of values of {name}", name=name)
    return None


def _surprise(pair: Pair) -> float:
    """How many bits say which elements are wrong."""
    n, k = pair.right.size, int((~pair.right).sum())
    return (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(2)


def _places(pair: Pair) -> Iterator[Place]:
    yield from _by_input(pair)
    yield from _by_expected(pair)
    yield from _by_index(pair)


def _by_input(pair: Pair) -> Iterator[Place]:
    """By an argument that has a number for each element, or for each row."""
    shape = pair.want.shape
    laid: list[tuple[str, Message, Array]] = []
    options: list[tuple[str, Message, float]] = []
    for key, name, value in arguments(pair.asked):
        if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "fiu":
            if value.shape == shape:
                laid.append((key, name, value))
            elif value.shape == shape[: value.ndim]:
                tall = value.reshape(value.shape + (1,) * (len(shape) - value.ndim))
                laid.append((key, name, np.broadcast_to(tall, shape)))
                yield from _at_labels(key, name, value, shape)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            options.append((key, name, float(value)))
    for key, name, x in laid:
        yield Place(f"{key} < 0", say("where {name} is negative", name=name), x < 0)
        yield Place(f"{key} > 0", say("where {name} is positive", name=name), x > 0)
        yield Place(f"{key} == 0", say("where {name} is 0", name=name), x == 0)
        yield Place(f"{key} <= 0", say("where {name} is not positive", name=name), x <= 0)
        yield Place(f"{key} >= 0", say("where {name} is not negative", name=name), x >= 0)
        yield Place(f"{key} != 0", say("where {name} is not 0", name=name), x != 0)
        yield from _beyond(key, name, x, options)
        yield from _apart(key, name, x, pair.right)
    for i, (key, name, x) in enumerate(laid):
        for other_key, other, y in laid[i + 1 :]:
            if x.shape == y.shape:
                yield Place(f"{key} < {other_key}", say("where {name} < {other}", name=name, other=other), x < y)
                yield Place(f"{key} > {other_key}", say("where {name} > {other}", name=name, other=other), x > y)
                tie = say("where {name} equals {other}", name=name, other=other)
                yield Place(f"{key} == {other_key}", tie, x == y)


def _beyond(key: str, name: Message, x: Array, options: Sequence[tuple[str, Message, float]]) -> Iterator[Place]:
    known: list[tuple[str, Message | str, float]] = [(f"{n:g}", f"{n:g}", n) for n in (1.0, 2.0, 3.0, 6.0, 20.0, 100.0)]
    known += [o for o in options if o[2] > 0]
    for bound_key, bound, n in known:
        beyond = say("where |x| > {bound}, x being {name}", bound=bound, name=name)
        yield Place(f"{key} beyond {bound_key}", beyond, np.abs(x) > n)
        within = say("where |x| < {bound}, x being {name}", bound=bound, name=name)
        yield Place(f"{key} within {bound_key}", within, np.abs(x) < n)
        yield Place(f"{key} > {bound_key}", say("where {name} > {bound}", bound=bound, name=name), x > n)
        yield Place(f"{key} < {bound_key}", say("where {name} < {bound}", bound=bound, name=name), x < n)
        yield Place(f"{key} < -{bound_key}", say("where {name} < −{bound}", bound=bound, name=name), x < -n)
        yield Place(f"{key} == {bound_key}", say("where {name} is {bound}", bound=bound, name=name), np.abs(x) == n)


def _apart(key: str, name: Message, x: Array, right: Array) -> Iterator[Place]:
    """By a bound that nobody named, if there is one."""
    if not right.any():
        return
    yield Place(f"{key} large", say("where {name} is large", name=name), x > x[right].max())
    yield Place(f"{key} small", say("where {name} is small", name=name), x < x[right].min())
    size = np.abs(x)
    yield Place(f"{key} far", say("where {name} is far from 0", name=name), size > size[right].max())
    yield Place(f"{key} near", say("where {name} is near 0", name=name), size < size[right].min())


def _at_labels(key: str, name: Message, labels: Array, shape: tuple[int, ...]) -> Iterator[Place]:
    """One element of each row, which a whole number of an argument points to."""
    if labels.dtype.kind not in "iu" or len(shape) != labels.ndim + 1:
        return
    mask = np.arange(shape[-1]) == labels[..., None]
    yield Place(f"at {key}", say("at the places that {name} points to", name=name), mask)
    yield Place(f"not at {key}", say("but at the places that {name} points to", name=name), ~mask)


def _by_expected(pair: Pair) -> Iterator[Place]:
    want, got = np.asarray(pair.want, dtype=float), np.asarray(pair.got, dtype=float)
    nonfinite = ~np.isfinite(got) & np.isfinite(want)
    yield Place("nonfinite", say("that came out as NaN or inf"), nonfinite)
    if not want[pair.right].any():
        # A 0 is right in many a wrong formula, and says nothing of the rest.
        return
    yield Place("want < 0", say("that should be negative"), want < 0)
    yield Place("want > 0", say("that should be positive"), want > 0)
    yield Place("want == 0", say("that should be 0"), want == 0)
    yield Place("want == 1", say("that should be 1"), want == 1)


def _by_index(pair: Pair) -> Iterator[Place]:
    shape = pair.want.shape
    grid = np.indices(shape, sparse=True)
    for axis, length in enumerate(shape):
        at: Any = grid[axis]
        along = _along(axis, len(shape))

        def one(key: str, sentence: Message, mask: Any, axis: int = axis, along: Message | str = along) -> Place:
            laid = np.broadcast_to(mask, shape)
            return Place(f"{key} {axis}", fill(sentence, along=along), laid)

        if length < 2:
            continue
        yield one("first", say("in the first place{along}"), at == 0)
        yield one("last", say("in the last place{along}"), at == length - 1)
        yield one("not first", say("after the first place{along}"), at > 0)
        yield one("not last", say("before the last place{along}"), at < length - 1)
        yield one("ends", say("in the first and the last place{along}"), (at == 0) | (at == length - 1))
        yield one("even", say("in every second place{along}, from the first on"), at % 2 == 0)
        yield one("odd", say("in every second place{along}, from the second on"), at % 2 == 1)
        for parts in (2, 3, 4):
            for part in range(parts) if length % parts == 0 and length > parts else ():
                mask = np.broadcast_to(at * parts // length == part, shape)
                where = say("in part {part} of {parts}{along}", part=part + 1, parts=parts, along=along)
                yield Place(f"block {part} {parts} {axis}", where, mask)
        for k in range(2, min(length, 9)):
            where = say("from place {number} on{along}", number=k + 1, along=along)
            yield Place(f"from {k} {axis}", where, np.broadcast_to(at >= k, shape))
            if length > k + 1:
                where = say("only in place {number}{along}", number=k, along=along)
                yield Place(f"at {k} {axis}", where, np.broadcast_to(at == k - 1, shape))
    if len(shape) == 2:
        rows: Any
        columns: Any
        rows, columns = np.indices(shape)
        yield Place("diagonal", say("on the diagonal"), rows == columns)
        yield Place("not diagonal", say("besides the diagonal"), rows != columns)
        yield Place("above", say("above the diagonal"), rows < columns)
        yield Place("below", say("below the diagonal"), rows > columns)


def _along(axis: int, ndim: int) -> Message | str:
    return say(" of axis {axis}", axis=axis) if ndim > 1 else ""
