"""Points as text: the same digits in every table and report."""

from __future__ import annotations

DIGITS = 6


def number(value: float, digits: int = DIGITS, *, comma: bool = False) -> str:
    """At most so many digits behind the point, none of them a zero at the end; `comma` instead of the point."""
    text = f"{round(value, digits):.{digits}f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if comma else text
