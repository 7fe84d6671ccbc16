"""Checks of random answers, each made so that a right answer does not fail it in practice.

Where a suite cannot compare numbers, since a student may draw them in any order, it compares distributions.
A check refuses an answer only if it lies beyond a bound that n independent draws of the right distribution
exceed with a chance of at most CHANCE = 1e-12. An exercise makes fewer than a thousand such checks, so that a
right answer fails an exercise with a chance below 1e-9. The bounds hold for every n, not only for large ones:

- Dvoretzky–Kiefer–Wolfowitz, with Massart's constant: the empirical distribution F_n of n draws from F keeps to
  P(sup |F_n − F| > ε) ≤ 2 exp(−2nε²), whatever F is. See `deviation`.
- Hoeffding: the mean of n independent draws from [−1, 1] with mean 0 keeps to
  P(|mean| > ε) ≤ 2 exp(−nε²/2). See `mean_deviation`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dlgrade.messages import Message, say
from dlgrade.suite.inputs import Check
from dlgrade.suite.lazy import Lazy
from dlgrade.text import kind_of
from dlgrade.worker.tree import leaves

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]
else:
    np = Lazy("numpy")

CHANCE = 1e-12

# Room for the rounding of numbers that were drawn in float32.
SLACK = 1e-6


def deviation(n: int) -> float:
    """How far F_n may lie from F: the ε at which 2 exp(−2nε²) is CHANCE."""
    return float(np.sqrt(np.log(2 / CHANCE) / (2 * n)))


def mean_deviation(n: int) -> float:
    """How far the mean of n draws from [−1, 1] may lie from 0: the ε at which 2 exp(−nε²/2) is CHANCE."""
    return float(np.sqrt(2 * np.log(2 / CHANCE) / n))


# ── Checks. Their arguments are functions of the case's own arguments ─────────────────────────────────────


def has_shape(shape_of: Callable[..., tuple[int, ...]]) -> Check:
    """The answer is a float64 array of the shape `shape_of(*args)`."""

    def check(answer: Any, *args: Any, **kwargs: Any) -> Message | None:
        shape = tuple(shape_of(*args, **kwargs))
        if not isinstance(answer, np.ndarray):
            return say("is {got}; should be an array of shape {shape}", got=kind_of(answer), shape=str(shape))
        if answer.shape != shape:
            return say("has shape {got}; should be {want}", got=str(answer.shape), want=str(shape))
        if answer.dtype != np.float64 and not (answer.dtype == np.float32 and _asked_in_float32(args, kwargs)):
            return say("has dtype {got}; should be {want}", got=answer.dtype.name, want="float64")
        if not np.isfinite(answer).all():
            return say("holds NaN or infinite numbers")
        return None

    return check


def _asked_in_float32(args: Any, kwargs: Any) -> bool:
    return any(getattr(leaf, "dtype", None) == np.float32 for leaf in leaves((args, kwargs)))


def within(bounds_of: Callable[..., tuple[float, float]]) -> Check:
    """No number of the answer lies outside the two bounds `bounds_of(*args)`."""

    def check(answer: Any, *args: Any, **kwargs: Any) -> Message | None:
        low, high = bounds_of(*args, **kwargs)
        slack = SLACK * (high - low)
        outside = answer[(answer < low - slack) | (answer > high + slack)]
        if not outside.size:
            return None
        return say(
            "{count} of {size} numbers lie outside [{low}, {high}]; the first is {got}",
            count=outside.size, size=answer.size, low=_short(low), high=_short(high), got=_short(outside[0]),
        )  # fmt: skip

    return check


def follows(cdf_of: Callable[..., Callable[[Array], Any]]) -> Check:
    """The numbers are draws from the continuous distribution whose cumulative function is `cdf_of(*args)`."""

    def check(answer: Any, *args: Any, **kwargs: Any) -> Message | None:
        x = np.sort(answer, axis=None)
        n = x.size
        want = np.asarray(cdf_of(*args, **kwargs)(x))
        # F_n jumps at each draw: from i/n, just below it, to (i + 1)/n.
        below, above = np.arange(n) / n, np.arange(1, n + 1) / n
        off = np.maximum(np.abs(below - want), np.abs(above - want))
        worst = int(off.argmax())
        if off[worst] <= deviation(n):
            return None
        got = max(below[worst], above[worst], key=lambda share: abs(share - want[worst]))
        return say(
            "{got} % of the numbers lie below {x}; {want} % should (standard deviation: {std})",
            got=_percent(got), want=_percent(want[worst]), x=_short(x[worst]), std=_short(answer.std()),
        )  # fmt: skip

    return check


def independent(answer: Any, *args: Any, **kwargs: Any) -> Message | None:
    """Neighbours along no axis of the answer are bound to each other. For numbers that lie evenly around 0.

    The products of neighbours, first and second, third and fourth, are independent of each other if the numbers
    are, and have mean 0; divided by the largest possible product they lie in [−1, 1].
    """
    largest = np.abs(answer).max(initial=0.0) ** 2
    for axis in range(answer.ndim):
        pairs = answer.shape[axis] // 2
        if not pairs or not largest:
            continue
        first = answer.take(range(0, 2 * pairs, 2), axis)
        second = answer.take(range(1, 2 * pairs, 2), axis)
        products = first * second / largest
        if abs(products.mean()) > mean_deviation(products.size):
            return say("neighbours along axis {axis} depend on each other; draw every number on its own", axis=axis)
    return None


def differ(answers: Any, *args: Any, **kwargs: Any) -> Message | None:
    """No two of the answers are the same numbers."""
    for i, one in enumerate(answers):
        for other in answers[:i]:
            if np.array_equal(one, other):
                return say("gave the same numbers again, though the generator has moved on")
    return None


# ── For `alike=` ──────────────────────────────────────────────────────────────────────────────────────────


def same_distribution(a: Any, b: Any) -> bool:
    """Whether two random answers may be the same formula: one form, and as far as one can tell one distribution.

    Each of the two empirical distributions lies within its own `deviation` of the true one, if that is shared;
    so they lie within the sum of each other.
    """
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same_distribution, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_distribution(a[key], b[key]) for key in a)
    if isinstance(a, np.generic) and isinstance(b, np.generic):
        a, b = np.asarray(a), np.asarray(b)
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):
        return type(a) is type(b) and bool(a == b)
    if a.shape != b.shape or a.dtype != b.dtype or a.dtype.kind != "f":
        return bool(a.dtype == b.dtype) and np.array_equal(a, b)
    if not a.size:
        return True
    return _furthest_apart(np.sort(a, axis=None), np.sort(b, axis=None)) <= 2 * deviation(a.size)


def _furthest_apart(x: Array, y: Array) -> float:
    """The largest distance between the empirical distributions of two sorted rows of numbers."""
    both = np.concatenate([x, y])
    # A stable sort merges what is sorted already, in linear time.
    order = np.argsort(both, kind="stable")
    rise = np.cumsum(np.where(order < x.size, 1 / x.size, -1 / y.size))
    in_order = both[order]
    last_of_its_value = np.append(in_order[1:] != in_order[:-1], True)
    return float(np.abs(rise[last_of_its_value]).max())


def _short(number: Any) -> str:
    return f"{float(number):.4g}"


def _percent(share: Any) -> str:
    return f"{100 * float(share):.1f}"
