"""Nearly right: what float32 leaves of a number, or a formula that loses digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgrade.judge.relations.evidence import Found, Pair, carries
from dlgrade.messages import Message, say

# Closer than any two formulas come by chance, further than rounding.
CLOSE = 1e-5


def nearly_right(pairs: Sequence[Pair], about: Message) -> Found | None:
    """Right to five digits at least."""
    pairs = [p for p in pairs if p.dtype != "float32"]
    if not carries([p.numbers[1] for p in pairs]):
        return None
    in_float32 = True
    for pair in pairs:
        got, want = pair.numbers
        if not np.isfinite(got).all() or not np.isfinite(want).all():
            return None
        size = np.abs(want).max(initial=0.0)
        if (np.abs(got - want) > CLOSE * np.maximum(np.abs(want), 1e-3 * size)).any():
            return None
        in_float32 = in_float32 and bool((got == got.astype(np.float32)).all())
    if in_float32:
        return Found(
            "relation/float32",
            say("{numbers} have gone through float32, which keeps seven digits: stay in float64.", numbers=about),
        )
    return Found(
        "relation/nearly-right",
        say(
            "{numbers} are right to five digits or more: the formula is right, and something small is not, such as an "
            "epsilon, a rounded constant or a difference of large numbers.",
            numbers=about,
        ),
    )
