"""One call, watched: what it returned, raised, warned of, and what it left of its arguments.

The same code watches a student's function on the far side of the wall and a known wrong formula on ours, so
that the two can be compared.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .tree import map_leaves
from .wire import Foreign, Rng

MAX_ERROR_TEXT = 2048
MAX_NAME = 80
LAYOUTS = ("plain", "strided", "readonly")


@dataclass(frozen=True)
class Error:
    """An exception as text: its type, its message, the line of the submission where it arose (0: none), the types
    that it derives from, and the cell of a notebook that the line is in (0: none), which our side adds."""

    type_name: str
    text: str
    line: int = 0
    kinds: tuple[str, ...] = ()
    cell: int = 0

    @classmethod
    def of(cls, error: BaseException, line: int) -> Error:
        kinds = tuple(kind.__name__[:MAX_NAME] for kind in type(error).__mro__[:16])
        try:
            text = f"{error}"[:MAX_ERROR_TEXT]
        except Exception:
            text = ""
        return cls(type(error).__name__[:MAX_NAME], text, line, kinds)


@dataclass(frozen=True)
class Outcome:
    """What came of a call. `after` and `again` are None unless they were asked for."""

    result: Any = None
    error: Error | None = None
    warned: tuple[str, ...] = ()
    after: Any = None
    again: Any = None
    seconds: float = field(default=0.0, compare=False)


def lay_out(value: Any, layout: str) -> Any:
    """`value` with each array in it laid out in memory as asked; a fresh structure, equal in values."""

    def fresh(leaf: Any) -> Any:
        if isinstance(leaf, Rng):
            return np.random.default_rng(leaf.seed)
        if not isinstance(leaf, np.ndarray):
            return leaf
        if layout == "strided":
            wide = np.zeros((*leaf.shape, 2), leaf.dtype)
            wide[..., 0] = leaf
            return wide[..., 0]
        copy = leaf.copy()
        copy.flags.writeable = layout != "readonly"
        return copy

    return map_leaves(value, fresh)


def _kept(answer: Any) -> Any:
    """A copy: the answer may be a view of an argument, or of a buffer that the next call fills."""
    try:
        return lay_out(answer, "plain")
    except RecursionError:
        return Foreign(f"{type(answer).__name__} nested too deep")


def observe(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    probe: Callable[..., Any] | None = None,
    layout: str = "plain",
    echo: bool = False,
    twice: bool = False,
    line_of: Callable[[BaseException], int] = lambda error: 0,
) -> Outcome:
    """Call `function(*args, **kwargs)`, or `probe(function, *args, **kwargs)`, and say what came of it."""

    def once() -> tuple[Any, Any]:
        own_args, own_kwargs = lay_out(args, layout), lay_out(kwargs, layout)
        answer = probe(function, *own_args, **own_kwargs) if probe else function(*own_args, **own_kwargs)
        return _kept(answer), (own_args, own_kwargs)

    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            result, after = once()
            again = once()[0] if twice else None
        except Exception as error:
            return Outcome(error=Error.of(error, line_of(error)))
    warned = tuple(f"{w.message}"[:200] for w in caught[:4] if issubclass(w.category, RuntimeWarning))
    return Outcome(result, None, warned, after if echo else None, again)
