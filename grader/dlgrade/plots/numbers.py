"""The numbers in an answer, whatever came over the wall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlgrade.plots.drawing import Array
from dlgrade.worker.tree import leaves

MOST = 2_000_000


def numbers_in(answer: Any, pick: Callable[[Any], Any] | None = None) -> Array | None:
    """An answer, or what `pick` takes of it, as an array of float64; None where it is no array of numbers.

    It may be a student's: of any type that the wire has, nested and uneven.
    """
    try:
        return _array(pick(answer) if pick else answer)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, MemoryError):
        return None


def maps_in(answer: Any) -> list[Array | None]:
    """Each array of an answer that may hold several; one that is no array of numbers stands as None."""
    try:
        parts = list(leaves(answer)) if isinstance(answer, list | tuple | dict) else [answer]
    except RecursionError:
        return [None]
    return [numbers_in(part) for part in parts[:1000]]


def _array(value: Any) -> Array | None:
    if isinstance(value, list | tuple):
        rows = [_array(item) for item in value[: MOST + 1]]
        if any(row is None for row in rows) or sum(row.size for row in rows if row is not None) > MOST:
            return None
        return np.array(rows, dtype=np.float64)
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in "fiub" or array.size > MOST:
            return None
        with np.errstate(all="ignore"):
            return array.astype(np.float64)
    return np.array(value, dtype=np.float64) if isinstance(value, bool | int | float) else None
