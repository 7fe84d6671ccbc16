"""Templates and catalogs of messages: made from what program and course say, brought up to date, compiled."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dlgrade.author.compiling import DOMAIN, INNER, compile_catalogs, read_catalog
from dlgrade.author.course_sentences import Said

HEADER = "# Messages of dlgrade."
LINE = 110
NOBODYS = (
    "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
    "Language-Team", "Generated-By",
)  # fmt: skip


def template(said: Iterable[Said]) -> Catalog:
    """The messages without a translation, in their order."""
    catalog = _empty(None)
    for one in said:
        catalog.add(one.sentence, auto_comments=[one.note])
    return catalog


def refreshed(templates: Mapping[str, Catalog], locales: Path) -> Iterator[tuple[Path, str]]:
    """The files of templates and of all languages as they should be, and where they stand.

    What a translator wrote stays with its message; a message that is gone takes its translation along.
    """
    for name, made in templates.items():
        yield locales / f"{name}.pot", _text(made)
    for folder in sorted(locales.glob(f"*/{INNER}")):
        known = {m.id: m.string for path in sorted(folder.glob("*.po")) for m in read_catalog(path) if m.id}
        for name, made in templates.items():
            catalog = _empty(folder.parent.name)
            for message in made:
                if message.id:
                    catalog.add(message.id, known.get(message.id, ""), auto_comments=message.auto_comments)
            yield folder / f"{name}.po", _text(catalog)


def write(templates: Mapping[str, Catalog], locales: Path) -> list[Path]:
    """Write what is not as it should be, and compile; the files written."""
    stale = [(path, text) for path, text in refreshed(templates, locales) if not _is(path, text)]
    for path, text in stale:
        path.write_text(text, encoding="utf-8", newline="\n")
    compile_catalogs(locales)
    return [path for path, _text in stale]


def drifted(templates: Mapping[str, Catalog], locales: Path) -> list[Path]:
    """The files that are not as they should be."""
    return [path for path, text in refreshed(templates, locales) if not _is(path, text)]


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _empty(language: str | None) -> Catalog:
    return Catalog(locale=language, domain=DOMAIN, fuzzy=False, header_comment=HEADER)


def _text(catalog: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalog, width=LINE)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    # Of the header what is needed to read the file; the rest changes by itself, or stands in the history.
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}: ' for name in NOBODYS)))
