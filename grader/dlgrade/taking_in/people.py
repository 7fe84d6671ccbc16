"""A person from the one name that a platform gives, and headings of tables made comparable."""

from __future__ import annotations

import re
import unicodedata

from dlgrade.handed_in import Student


def folded(text: str) -> str:
    """Plain lower-case letters, digits and single blanks: what headings and names of months are compared by."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def student(id: str, full_name: str = "", email: str = "") -> Student:
    """A student by a name such as `Çağrı Öz` or `Öz, Çağrı`; where the family name begins is a guess."""
    name = " ".join(full_name.split())
    last, comma, first = name.partition(", ")
    if not comma:
        first, _, last = name.rpartition(" ")
    return Student(id, first or last, last if first else "", email)
