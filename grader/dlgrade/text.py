"""Text that a submission may have had a hand in, made safe to show."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from dlgrade.messages import Message, say

# Format characters (bidi, zero width), controls, surrogates, private use, unassigned: none has a place in a report.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def sanitize(text: str, limit: int = 400, *, lines: bool = False) -> str:
    """`text` without control, bidi and zero-width characters, at most `limit` characters long.

    Line ends become spaces unless `lines` keeps them.
    """
    if len(text) <= limit and text.isprintable():
        # Most texts: the quick way to the same end.
        return text.strip()
    kept = []
    for char in text[: 4 * limit]:
        if char in "\n\t":
            kept.append(char if lines else " ")
        elif char in "\u2028\u2029":
            kept.append("\n" if lines else " ")
        elif unicodedata.category(char) not in _UNSAFE:
            kept.append(char)
    clean = "".join(kept).strip()
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def kind_of(value: Any) -> Message:
    """What a value is, as a sentence says it: `None`, or its type; the name may be the submission's."""
    if value is None:
        return Message("None")
    return say("of type `{name}`", name=sanitize(getattr(value, "type_name", type(value).__name__), 60))


def csv_cell(text: str) -> str:
    """`text` for a cell of a table that a spreadsheet opens: it does not begin as a formula does."""
    clean = sanitize(text)
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@")) else clean


# Windows keeps these names to itself, with any ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9._-]{0,79}")
_LIKE_A_HASH = re.compile(r".*-[0-9a-f]{16}")


def safe_name(identity: str) -> str:
    """A file's name for an identity: plain ASCII in lower case, on every system, and its own.

    What is plain already stays as it is. Anything else is spelt in plain letters as far as it goes, and a hash of
    it is added, so that no two identities share a name, not even where upper and lower case are one.
    """
    import hashlib

    plain = _PLAIN.fullmatch(identity) and not identity.endswith(".")
    if plain and not _RESERVED.fullmatch(identity) and not _LIKE_A_HASH.fullmatch(identity):
        return identity
    letters = unicodedata.normalize("NFKD", identity.replace("ı", "i")).casefold()
    bare = re.sub(r"[^a-z0-9]+", "_", "".join(c for c in letters if not unicodedata.combining(c))).strip("_")
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{bare[:60] or 'student'}-{digest[:16]}"
