"""Values as a student would type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlgrade.text import sanitize
from dlgrade.worker.wire import Foreign, Rng

MAX_SHOWN = 600


def show(value: Any, digits: int = 6) -> str:
    """`value` as Python source where that is short: `array([-1.])`, `0.2`, `(3, 4)`."""
    return sanitize(_shown(value, digits), MAX_SHOWN)


def _shown(value: Any, digits: int) -> str:
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return f"array({_number(value[()], digits)})"
        text = np.array_repr(value, max_line_width=10**6, precision=digits)
        return " ".join(text.split())
    if isinstance(value, np.generic | float | int) and not isinstance(value, bool):
        return _number(value, digits)
    if isinstance(value, Foreign):
        return f"<{value.type_name}>"
    if isinstance(value, Rng):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(v, digits) for v in value) + "]"
    if isinstance(value, tuple):
        inner = ", ".join(_shown(v, digits) for v in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {_shown(v, digits)}" for k, v in value.items()) + "}"
    return getattr(value, "__name__", None) or repr(value)


def _number(value: Any, digits: int) -> str:
    return f"{value:.{digits}g}" if isinstance(value, float | np.floating) else str(value)


def show_call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], digits: int = 17) -> str:
    """The call as source. Inputs are shown in full precision where they are few."""
    parts = [show(a, digits) for a in args] + [f"{k}={show(v, digits)}" for k, v in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def show_pair(got: float, want: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart."""
    for digits in (4, 8, 12, 17):
        texts = f"{got:.{digits}g}", f"{want:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts
