"""Weaker, and still true of every number: larger where they should be larger, or just the other way round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgrade.judge.relations.evidence import Found, Pair, fill
from dlgrade.messages import Message, say

# So many numbers in one answer are in order by chance once in 12! cases.
NUMBERS = 12


def in_order(pairs: Sequence[Pair], about: Message) -> Found | None:
    """Whether the numbers of each answer rise and fall as they should."""
    turned = set()
    most = 0
    for pair in pairs:
        got, want = pair.numbers
        if not np.isfinite(got).all() or not np.isfinite(want).all():
            return None
        if len(want) < 2:
            continue
        rises = np.diff(got[np.argsort(want, kind="stable")])
        apart = np.diff(np.sort(want)) > 1e-9 * np.abs(want).max()
        if (rises[apart] > 0).all():
            turned.add(False)
        elif (rises[apart] < 0).all():
            turned.add(True)
        else:
            return None
        most = max(most, int(apart.sum()))
    if len(turned) != 1 or most < NUMBERS:
        return None
    if turned == {True}:
        sentence = say(
            "{numbers} are small where they should be large, and large where they should be small: look for a sign."
        )
        return Found("relation/order-turned-round", fill(sentence, numbers=about))
    sentence = say(
        "{numbers} rise and fall as they should, but are not the right ones: it is a constant or a step that is "
        "done to each number, not which numbers are put together."
    )
    return Found("relation/order-kept", fill(sentence, numbers=about))
