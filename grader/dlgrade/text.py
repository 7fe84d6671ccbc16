"""Text that a submission may have had a hand in, made safe to show."""

from __future__ import annotations

import unicodedata

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
