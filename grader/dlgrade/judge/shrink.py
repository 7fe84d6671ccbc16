"""A failing call made small: fewer elements, fewer options, rounder numbers, while it still fails."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlgrade.judge.verdict import identical
from dlgrade.suite.inputs import Call
from dlgrade.worker.tree import leaves, map_leaves

BUDGET = 80


def shrink(call: Call, still_fails: Callable[[Call], bool], budget: int = BUDGET) -> Call:
    """The smallest call found in at most `budget` tries that still fails in the same way."""
    tries = iter(range(budget))
    simplest = call
    progress = True
    while progress:
        progress = False
        for candidate in _simpler(simplest):
            if next(tries, None) is None:
                return simplest
            if still_fails(candidate):
                simplest, progress = candidate, True
                break
    return simplest


def _simpler(call: Call) -> Iterator[Call]:
    """Calls that are simpler by one step, the boldest step first."""
    # By the rule that all sizes of a case differ, axes of one length are one axis.
    lengths = {length for array in _arrays(call) for length in array.shape if length > 1}
    for length in sorted(lengths, reverse=True):
        half = length // 2
        for part in (slice(0, 1), slice(0, half), slice(half, length)):
            if part.stop > part.start:
                yield _changed(call, functools.partial(_cut, length=length, part=part))
    for name in call.kwargs:
        if not isinstance(call.kwargs[name], np.ndarray):
            yield replace(call, kwargs={k: v for k, v in call.kwargs.items() if k != name})
    flat = _changed(call, lambda x: x.reshape(-1) if x.ndim > 1 else x)
    if not _equal(flat, call):
        yield flat
    for digits in (None, 0, 1):
        rounder = _changed(call, functools.partial(_rounded, digits=digits))
        if not _equal(rounder, call):
            yield rounder


def _rounded(x: Any, digits: int | None) -> Any:
    """Floats rounded to `digits`, to their sign alone where it is None."""
    if x.dtype.kind != "f":
        return x
    return np.asarray(np.sign(x) if digits is None else np.round(x, digits), x.dtype)


def _arrays(call: Call) -> list[np.ndarray[Any, Any]]:
    return [leaf for leaf in leaves((call.args, call.kwargs)) if isinstance(leaf, np.ndarray)]


def _cut(x: Any, length: int, part: slice) -> Any:
    return x[tuple(part if n == length else slice(None) for n in x.shape)].copy()


def _changed(call: Call, change: Callable[[Any], Any]) -> Call:
    def one(leaf: Any) -> Any:
        return change(leaf) if isinstance(leaf, np.ndarray) else leaf

    return replace(call, args=map_leaves(call.args, one), kwargs=map_leaves(call.kwargs, one))


def _equal(a: Call, b: Call) -> bool:
    return all(identical(x, y) for x, y in zip(_arrays(a), _arrays(b), strict=True))
