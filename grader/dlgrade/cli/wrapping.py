"""The paragraphs of a docstring, as wide as the terminal."""

from __future__ import annotations

import re
import textwrap

# A line that begins something of its own: an item of a list, a row of a table.
OF_ITS_OWN = re.compile(r"\s|[-*|] |\d+\. ")
ENTRY = re.compile(r"\S[^:]*:( |$)")


def paragraphs(text: str, width: int) -> str:
    """Text whose lines are joined and broken anew; what is indented or a list stays as it is."""
    return "\n\n".join(_paragraph(block, width) for block in text.split("\n\n"))


def _paragraph(block: str, width: int) -> str:
    lines = block.split("\n")
    if any(map(OF_ITS_OWN.match, lines)):
        return block
    return _filled(lines, width)


def entries(text: str, width: int) -> str:
    """A section of arguments: `name: what it is`, whose further lines are indented."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        if not found or (ENTRY.match(line) and not line.startswith(" ")):
            found.append([line])
        else:
            found[-1].append(line)
    return "\n".join(_filled(lines, width, "    ") for lines in found)


def _filled(lines: list[str], width: int, further: str = "") -> str:
    whole = " ".join(line.strip() for line in lines)
    return textwrap.fill(
        whole, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )  # fmt: skip
