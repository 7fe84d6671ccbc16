"""A known function of the right numbers, element by element: a square, a logarithm, a sign that is lost, a clamp."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill
from dlgrade.judge.relations.numbers import spelt, together
from dlgrade.messages import Message, say


class Transform(NamedTuple):
    """What may have been done to the right numbers."""

    id: str
    function: Callable[[Array], Any]
    sentence: Message


TRANSFORMS = (
    Transform("absolute", np.abs, say("{numbers} lost their sign: negative ones came out positive.")),
    Transform(
        "negative-absolute", lambda y: -np.abs(y), say("{numbers} are all negative: positive ones lost their sign.")
    ),
    Transform("negatives-dropped", lambda y: np.maximum(y, 0), say("{numbers} are 0 where they should be negative.")),
    Transform("positives-dropped", lambda y: np.minimum(y, 0), say("{numbers} are 0 where they should be positive.")),
    Transform("square", np.square, say("{numbers} are the squares of what they should be: is a root missing?")),
    Transform("root", np.sqrt, say("{numbers} are the square roots of what they should be: is there a root too many?")),
    Transform(
        "exp-too-many", np.exp, say("{numbers} are the exponentials of what they should be: is a logarithm missing?")
    ),
    Transform("exp-too-many", lambda y: np.expm1(y), say("{numbers} are exp(y) − 1 of what they should be.")),
    Transform(
        "log-too-many", np.log, say("{numbers} are the logarithms of what they should be: leave the last log out.")
    ),
    Transform(
        "log-too-many", np.log1p, say("{numbers} are log(1 + y) of what they should be: leave the last log out.")
    ),
    Transform(
        "reciprocal", lambda y: 1 / y, say("{numbers} are 1 divided by what they should be: turn the fraction over.")
    ),
    Transform("rounded", np.floor, say("{numbers} are rounded down.")),
    Transform("rounded", np.rint, say("{numbers} are rounded: what comes behind the point is lost.")),
    Transform(
        "rounded",
        np.trunc,
        say("{numbers} lost what comes behind the point: does something have a whole-number dtype?"),
    ),
    Transform("rounded", np.ceil, say("{numbers} are rounded up.")),
    Transform("sign-alone", np.sign, say("{numbers} are only the signs of what they should be.")),
    Transform("tanh-too-many", np.tanh, say("{numbers} are the tanh of what they should be: leave the last one out.")),
    Transform("tanh-missing", np.arctanh, say("{numbers} should go through tanh at the end.")),
    Transform(
        "sigmoid-too-many",
        lambda y: 0.5 * (1 + np.tanh(y / 2)),
        say("{numbers} are the sigmoid of what they should be."),
    ),
    Transform(
        "sigmoid-missing", lambda y: np.log(y / (1 - y)), say("{numbers} should go through the sigmoid at the end.")
    ),
)


# Those that leave one sign as it is, and say something only where both occur.
HALVES = ("absolute", "negative-absolute", "negatives-dropped", "positives-dropped")
# Those that may leave so few different numbers that a constant does the same.
COARSE = ("rounded", "sign-alone")


def transformed(pairs: Sequence[Pair], about: Message) -> Found | None:
    """A known function of the right numbers."""
    for transform in TRANSFORMS:
        changed, kept, became = [], [], []
        for pair in pairs:
            want = pair.numbers[1]
            with np.errstate(all="ignore"):
                target = transform.function(want)
            if not pair.like(target):
                break
            moved_ones = ~np.isclose(target, want, 1e-9, 1e-12)
            changed.append(want[moved_ones])
            kept.append(want[~moved_ones])
            became.append(np.unique(target[moved_ones]))
        else:
            if transform.id in COARSE and len(np.unique(np.concatenate(became))) < 4:
                continue
            if carries(changed) and (transform.id not in HALVES or carries(kept)):
                return Found(f"relation/{transform.id}", fill(transform.sentence, numbers=about))
    return None


def clamped(pairs: Sequence[Pair], about: Message) -> Found | None:
    """Right up to a bound that one of the two sides does not pass."""
    got, want = together(pairs)
    if len(got) < 2 * len(pairs) or not np.isfinite(got).all() or not np.isfinite(want).all():
        return None
    for side, other, name, sentence in (
        (got, want, "clamped", say("{numbers} stop at {bound}, where they should go on.")),
        (want, got, "not-clamped", say("{numbers} go beyond {bound}, where they should stop: a clamp is missing.")),
    ):
        for bound, cut in ((float(side.max()), np.minimum), (float(side.min()), np.maximum)):
            at = np.isclose(other, cut(other, bound), 1e-9, 1e-12)
            there = all(
                p.equals_flat(p.numbers[0], cut(p.numbers[1], bound))
                if name == "clamped"
                else p.equals_flat(cut(p.numbers[0], bound), p.numbers[1])
                for p in pairs
            )
            if there and carries([other[~at]]) and carries([other[at]]):
                return Found(f"relation/{name}", fill(sentence, numbers=about, bound=spelt(bound) if bound else "0"))
    return None
