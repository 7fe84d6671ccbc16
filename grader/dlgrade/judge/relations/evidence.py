"""What speaks for a relation: answers beside the expected ones, array by array, from all cases that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.question import Asked
from dlgrade.judge.tolerance import rounding_bound
from dlgrade.messages import Message
from dlgrade.suite.exercise import Exercise

Array = np.ndarray[Any, Any]
Path = tuple[int | str, ...]

UNIT = {"float64": 2.0**-52, "float32": 2.0**-23}
# The judge allows 1e-14 for rounding; a relation adds steps of its own, and far less than this is chance.
LOOSE = {"float64": 1e-11, "float32": 2e-5}
# The law whose numbers may overflow is not asked.
EXEMPT = ("large",)
# Numbers that are counts by one of these meet by chance.
SMALL = np.arange(1, 13)


class Found(NamedTuple):
    """A relation that holds: its id, and the sentence for the student."""

    id: str
    message: Message


def fill(sentence: Message, **data: Any) -> Message:
    """A sentence of a table, with its data."""
    return Message(sentence.sentence, data)


@dataclass(frozen=True, eq=False)
class Pair:
    """An array of an answer beside the expected one; `path` says which of several that a case returns.

    `chosen` is the elements that a relation is to speak of, None for all of them.
    """

    asked: Asked
    path: Path
    got: Array
    want: Array
    allowance: float = 0.0
    chosen: Array | None = None

    @cached_property
    def dtype(self) -> str:
        """In which the answer is right or not."""
        return "float32" if self.asked.question.asked_in == "float32" or self.got.dtype == np.float32 else "float64"

    @cached_property
    def same_shape(self) -> bool:
        return bool(self.got.shape == self.want.shape)

    @cached_property
    def right(self) -> Array:
        """Which elements are right; of another shape none is."""
        return self.close(self.got, self.want) if self.same_shape else np.zeros(self.want.shape, bool)

    @cached_property
    def is_right(self) -> bool:
        return bool(self.same_shape and self.right.all())

    def close(self, a: Any, target: Any) -> Array:
        """Element by element, whether two arrays of one shape are equal up to rounding."""
        x, y = np.asarray(a, dtype=float), np.asarray(target, dtype=float)
        bound = rounding_bound(y, UNIT[self.dtype], max(LOOSE[self.dtype], self.allowance))
        with np.errstate(all="ignore"):
            equal: Array = (np.abs(x - y) <= bound) | (x == y) | (np.isnan(x) & np.isnan(y))
        return np.where(np.isfinite(x) == np.isfinite(y), equal, False)

    def equals(self, a: Any, target: Any) -> bool:
        """Whether two arrays are equal up to rounding, where the pair's elements were chosen."""
        if np.shape(a) != np.shape(target):
            return False
        close = self.close(a, target)
        return bool((close if self.chosen is None else close | ~self.chosen).all())

    def like(self, target: Any) -> bool:
        """Whether the chosen elements of the answer, flat, are these numbers."""
        return self.equals_flat(self.numbers[0], target)

    def equals_flat(self, a: Any, target: Any) -> bool:
        """Whether two arrays of one shape, whatever they are made of, are equal up to rounding."""
        return bool(self.close(a, target).all())

    @cached_property
    def numbers(self) -> tuple[Array, Array]:
        """The chosen elements of both sides, flat."""
        got, want = (np.asarray(side, dtype=float) for side in (self.got, self.want))
        return (got.ravel(), want.ravel()) if self.chosen is None else (got[self.chosen], want[self.chosen])


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that was asked of an exercise.

    `pairs` come from every case whose answer has the expected form; `odd` are failing cases without: they raised,
    or should have, or returned something else than arrays.
    """

    exercise: Exercise
    asked: tuple[Asked, ...]
    pairs: tuple[Pair, ...]
    odd: tuple[Asked, ...]

    @cached_property
    def comparable(self) -> tuple[Asked, ...]:
        """The cases that the pairs come from."""
        return tuple({id(p.asked): p.asked for p in self.pairs}.values())

    @cached_property
    def wrong(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if not p.is_right)

    @cached_property
    def right(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if p.is_right)

    def only(self, pairs: Sequence[Pair]) -> Evidence:
        return replace(self, pairs=tuple(pairs))


def compared(asked: Asked, expected: Any) -> list[Pair] | None:
    """The arrays of an answer beside others; None where the form is another."""
    found = list(_beside(asked.outcome.result, expected, ()))
    if not found or any(pair is None for pair in found):
        return None
    allowance = asked.question.exercise.tolerance or 0.0
    return [Pair(asked, p[0], p[1], p[2], allowance) for p in found if p is not None]


def gather(exercise: Exercise, asked: Sequence[Asked]) -> Evidence:
    """The evidence in what was asked."""
    pairs: list[Pair] = []
    odd: list[Asked] = []
    for one in asked:
        if one.case.law is not None and one.case.law.id in EXEMPT:
            continue
        found = _pairs(exercise, one)
        if found is None:
            odd += [one] if one.fault else []
        else:
            pairs += found
    return Evidence(exercise, tuple(asked), tuple(pairs), tuple(odd))


def _pairs(exercise: Exercise, asked: Asked) -> list[Pair] | None:
    """The arrays of an answer beside the expected; None where there is no reference or the form is another."""
    if asked.outcome.error is not None or asked.case.checks or asked.case.inputs.error or exercise.reference is None:
        return None
    return compared(asked, asked.question.expected)


def _beside(got: Any, want: Any, path: Path) -> Iterator[tuple[Path, Array, Array] | None]:
    """Each array of `want` with that of `got` in its place; None where there is no number in its place."""
    if isinstance(want, list | tuple):
        if not isinstance(got, list | tuple) or len(got) != len(want):
            yield None
            return
        for i, (g, w) in enumerate(zip(got, want, strict=True)):
            yield from _beside(g, w, (*path, i))
    elif isinstance(want, dict):
        if not isinstance(got, dict) or set(got) != set(want):
            yield None
            return
        for key in want:
            yield from _beside(got[key], want[key], (*path, key))
    elif is_number(got) and is_number(want):
        yield path, np.asarray(got), np.asarray(want)
    elif type(got) is type(want) and not isinstance(want, np.ndarray) and got == want:
        yield path, np.zeros(0), np.zeros(0)
    else:
        yield None


def is_number(value: Any) -> bool:
    """Whether a value is real numbers, in an array or alone."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biuf"
    # Whole numbers of Python may be larger than any float.
    return isinstance(value, bool | float) or (isinstance(value, int) and value.bit_length() < 64)


def nearly(a: float, b: float) -> bool:
    """Whether two numbers are one, as far as a factor or an offset can be read off."""
    return abs(a - b) <= 1e-8 * max(abs(a), abs(b)) or abs(a - b) < 1e-12


def carries(arrays: Sequence[Array], freedom: int = 0) -> bool:
    """Whether there are enough different numbers for a relation to be no chance.

    `freedom` is how many numbers were read off them. Numbers such as 0.25 or 2/3 say little, since what is counted or
    divided by a small number meets in them; 0 and 1 say nothing.
    """
    flat = [np.abs(np.asarray(a, dtype=float)).ravel()[:500] for a in arrays]
    sizes = np.concatenate(flat) if flat else np.zeros(0)
    sizes = sizes[np.isfinite(sizes) & (sizes > 0) & (sizes != 1)]
    digits = 10.0 ** (6 - np.floor(np.log10(sizes)))
    kinds = np.unique(np.rint(sizes * digits) / digits)
    shares = kinds[:, None] * SMALL
    telling = int((np.abs(shares - np.rint(shares)) >= 1e-5).all(axis=1).sum())
    return telling >= 2 + freedom or len(kinds) >= 5 + freedom
