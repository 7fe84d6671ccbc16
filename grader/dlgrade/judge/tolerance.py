"""How far a right answer may be off: rounding, and nothing else.

A correct formula, written in any way, makes a few roundings of relative size `u` (the machine epsilon of the
dtype in which the question was asked) on its inputs, on the way and on its result. To first order the error of
element i is then at most

    K u (|f_i| + max|f| + Σ_j |x_j ∂f_i/∂x_j|)

|f_i| is the rounding of the result, max|f| that of intermediate values (a formula may pass by way of numbers
as large as the largest answer: 1 − 1/(1 + eˣ) for the sigmoid), and the last term what roundings of the inputs
do to the result, which is large where it is a small difference of large numbers. It is measured by asking the
reference again with nudged inputs, and only when the first two terms are not enough.

K = 64 leaves room for sums over some hundred terms. In float64 the bound is about 1e-14 of the largest answer, so
that a relative error of 1e-4 fails by ten orders of magnitude; in float32 it is 1e-5.
"""

from __future__ import annotations

from typing import Any

import numpy as np

ROUNDINGS = 64

Array = np.ndarray[Any, Any]


def plainly_right(got: Array, want: Array, unit: float) -> bool:
    """Whether each number is finite and off by the rounding of its own result at most: quick, and mostly enough."""
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= ROUNDINGS * unit * np.abs(want)
    return bool(near.all()) and bool(np.isfinite(want).all())


def rounding_bound(want: Array, unit: float, allowance: float = 0.0) -> Array:
    """The first two terms, elementwise. `allowance` is a relative error that the method itself may make."""
    size = np.abs(want[np.isfinite(want)])
    tiny = np.finfo(np.float32 if unit > 1e-10 else np.float64).tiny
    share = max(ROUNDINGS * unit, allowance)
    # Term by term: the sum of two numbers near the largest float64 overflows, and an infinite bound passes anything.
    bound: Array = share * np.abs(want) + share * (size.max() if size.size else 0.0) + tiny
    return bound


def conditioned_bound(want: Array, unit: float, moves: Array, allowance: float = 0.0) -> Array:
    """All three terms; `moves` is the change of the answer for a relative change 1 of the inputs."""
    finite = np.where(np.isfinite(moves), moves, 0.0)
    bound: Array = rounding_bound(want, unit, allowance) + ROUNDINGS * unit * finite
    return bound
