"""Catalogs as translators write them, to the one per language that the program reads.

The folder of a language holds a `.po` for the program and one for each week, so that each is of a size to work on.
Used when dlgrade is installed or built (`hatch_build.py`), and by `dlgrade course messages`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "dlgrade"
INNER = "LC_MESSAGES"
# The same catalogs make the same file.
NO_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def compile_catalogs(locales: Path) -> list[Path]:
    """Write `<language>/LC_MESSAGES/dlgrade.mo` for each language that has catalogs; the files written.

    What is not translated, or marked as doubtful, is left out: the program shows it in English.
    """
    written = []
    for folder in sorted(locales.glob(f"*/{INNER}")):
        language = folder.parent.name
        whole = Catalog(locale=language, domain=DOMAIN, fuzzy=False, creation_date=NO_MOMENT, revision_date=NO_MOMENT)
        for path in sorted(folder.glob("*.po")):
            for message in read_catalog(path):
                if message.id and message.string and not message.fuzzy:
                    whole.add(message.id, message.string)
        target = folder / f"{DOMAIN}.mo"
        with target.open("wb") as file:
            write_mo(file, whole)
        written.append(target)
    return written


def read_catalog(path: Path) -> Catalog:
    """A `.po`, whose language is told by its folder; a `.pot` has none."""
    language = path.parent.parent.name if path.suffix == ".po" else None
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)
