"""What the answer should be: the PyTorch reference, called in float64 on a case's own question."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.lazy import load_torch
from dlgrade.worker.tree import map_leaves
from dlgrade.worker.wire import Rng

# Half the digits of float64: large beside its rounding, small beside what a wrong formula does.
NUDGE = 2.0**-26
PATTERNS = 4


def expect(exercise: Exercise, call: Call) -> Any:
    """The reference's answer to `call`, in NumPy. Floats are `float64`, whatever the call held."""
    assert exercise.reference is not None
    load_torch()
    args, kwargs = to_torch(call.args), to_torch(call.kwargs)
    reference = exercise.reference
    answer = call.probe(reference, *args, **kwargs) if call.probe else reference(*args, **kwargs)
    return to_numpy(answer)


def sensitivity(exercise: Exercise, call: Call, expected: Any) -> Any:
    """How far each number of the answer moves when each input moves by a relative 1, to first order.

    Measured, not derived: the reference is asked again, `PATTERNS` times, with every float input nudged by a
    relative 2⁻²⁶ at most, up or down in a fixed pattern, and the largest move is divided by 2⁻²⁶. One pattern
    would be blind to what it happens to leave in place: a softmax whose scores all move alike.
    """
    largest = None
    for pattern in range(PATTERNS):
        args, kwargs = _nudged((call.args, call.kwargs), pattern)
        nudged = replace(call, args=args, kwargs=kwargs)
        try:
            moves = _combine(expect(exercise, nudged), expected, lambda a, b: np.abs(a - b) / NUDGE)
        except ValueError:
            # A nudge that breaks a tie may change how many numbers there are, and tells nothing of them then.
            continue
        largest = moves if largest is None else _combine(largest, moves, np.fmax)
    return _combine(expected, expected, lambda a, b: np.zeros_like(a)) if largest is None else largest


def to_torch(value: Any) -> Any:
    """`value` with tensors for arrays: floats as float64, the rest in its own dtype; a copy throughout."""
    return map_leaves(value, _tensor)


def _tensor(leaf: Any) -> Any:
    if isinstance(leaf, Rng):
        return np.random.default_rng(leaf.seed)
    if not isinstance(leaf, np.ndarray):
        return leaf
    tensor = load_torch().from_numpy(np.array(leaf, order="C"))
    return tensor.double() if leaf.dtype.kind == "f" else tensor


def to_numpy(value: Any) -> Any:
    """The reverse of `to_torch`."""
    return map_leaves(value, lambda leaf: leaf.detach().numpy().copy() if hasattr(leaf, "detach") else leaf)


def _nudged(value: Any, pattern: int) -> Any:
    numbers = itertools.count()

    def nudge(leaf: Any) -> Any:
        if not (isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f"):
            return leaf
        steps = np.random.default_rng([next(numbers), leaf.size, pattern]).uniform(-1, 1, leaf.shape)
        return np.asarray(leaf.astype(np.float64) * (1 + NUDGE * (np.sign(steps) + steps) / 2))

    return map_leaves(value, nudge)


def _combine(a: Any, b: Any, merge: Callable[[Any, Any], Any]) -> Any:
    """`merge` on the numbers of two answers of the same form."""
    if isinstance(b, list | tuple):
        return type(b)(_combine(x, y, merge) for x, y in zip(a, b, strict=True))
    if isinstance(b, dict):
        return {key: _combine(a[key], b[key], merge) for key in b}
    if isinstance(b, np.ndarray) and b.dtype.kind in "fc":
        with np.errstate(all="ignore"):
            return merge(a, b)
    if isinstance(b, float):
        return float(merge(np.float64(a), np.float64(b)))
    return b
