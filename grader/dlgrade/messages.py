"""Sentences for people: gettext messages, kept apart from the data that fills them.

A sentence is written once, in English, and is its own message id. `_("…")` translates at once, for texts
that the program shows itself. `say("… {name} …", name=…)` keeps the sentence and its data apart, so that a
report can be made in one place and read in another language; suites' sentences go through `tell`.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOMAIN = "dlgrade"
LOCALES = Path(__file__).parent / "locale"

_catalog: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(language: str, folder: Path = LOCALES) -> None:
    """Show everything from here on in `language`; what its catalog lacks stays English."""
    global _catalog, _language
    _language = language if gettext.find(DOMAIN, folder, [language]) else "en"
    _catalog = gettext.translation(DOMAIN, folder, languages=[language], fallback=True)


def language() -> str:
    """The language in use; English where the one that was asked for has no catalog."""
    return _language


def tell(sentence: str) -> str:
    """A sentence that stands elsewhere (a suite, a docstring) in the language in use."""
    return _catalog.gettext(sentence) if sentence else ""


def _(sentence: str, **data: Any) -> str:
    """A sentence of the program in the language in use, filled with `data`."""
    text = tell(sentence)
    return text.format(**data) if data else text


@dataclass(frozen=True)
class Message:
    """A sentence with its data. `str()` gives the English text, `translated()` the reader's."""

    sentence: str
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.data) if self.data else self.sentence

    def translated(self) -> str:
        parts = {k: v.translated() if isinstance(v, Message) else v for k, v in self.data.items()}
        return tell(self.sentence).format(**parts) if parts else tell(self.sentence)


def say(sentence: str, **data: Any) -> Message:
    """A message for a report; a value of `data` may itself be a message."""
    return Message(sentence, data)


def line_of_cell(line: int, cell: int) -> Message:
    """A line of a notebook, as it is told after the word `line`."""
    return say("{line} of cell {cell}", line=line, cell=cell)
