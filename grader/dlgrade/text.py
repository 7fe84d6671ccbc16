"""Text that a submission may have had a hand in, made safe to show."""

from __future__ import annotations

import unicodedata
from typing import Any

# Format characters (bidi, zero width), controls, surrogates, private use, unassigned: none has a place in a report.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def sanitize(text: str, limit: int = 400, *, lines: bool = False) -> str:
    """`text` without control, bidi and zero-width characters, at most `limit` characters long.

    Line ends become spaces unless `lines` keeps them.
    """
    kept = []
    for char in text[: 4 * limit]:
        if char in "\n\t":
            kept.append(char if lines else " ")
        elif unicodedata.category(char) not in _UNSAFE:
            kept.append(char)
    clean = "".join(kept).strip()
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def kind_of(value: Any) -> str:
    """What a value is, as a sentence says it: `None`, or its type; the name may be the submission's."""
    if value is None:
        return "None"
    return f"of type `{sanitize(getattr(value, 'type_name', type(value).__name__), 60)}`"
