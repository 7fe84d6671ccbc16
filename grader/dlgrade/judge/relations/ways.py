"""A way in which a whole answer may follow from the right one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.relations.evidence import Array, Pair
from dlgrade.messages import Message, say

REDUCTIONS: dict[str, Any] = {"sum": np.sum, "mean": np.mean, "maximum": np.max, "minimum": np.min}
NAMES = {"sum": say("sum"), "mean": say("mean"), "maximum": say("maximum"), "minimum": say("minimum")}


class Way(NamedTuple):
    """`key` is the same in every case."""

    id: str
    key: str
    message: Message
    holds: Callable[[Pair], bool]


def same(change: Callable[[Array], Any]) -> Callable[[Pair], bool]:
    """Whether the answer is the right one with `change` done to it."""
    return lambda pair: pair.equals(pair.got, change(np.asarray(pair.want, dtype=float)))
