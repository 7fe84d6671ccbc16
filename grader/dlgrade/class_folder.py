"""A class as a folder of pages: the class page, and below it one page for each student who has a report.

Each file is there whole or not at all. The class page is written last, so that what it links to is there. What an
earlier writing left for a student who is no longer there, or under another name, is removed: the folder keeps a list
of the pages that are its own, and nothing else is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.text import safe_name, sanitize

INDEX, STUDENTS, LIST = "index.html", "students", ".pages"
# The names that `safe_name` gives: whatever else stands in the list is not believed.
_OWN = re.compile(r"[a-z0-9_][a-z0-9._-]{0,99}\.html")


class PageNotWritten(DlgradeError):
    """The folder refused a page: the disk is full, or somebody else's."""

    exit_code = 2

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            say(
                "The page {path} cannot be written: {why}. Mend that, or name another folder after --html.",
                path=sanitize(str(path)), why=sanitize(why, 200),
            )
        )  # fmt: skip


def write(folder: Path, pages: Iterable[tuple[str, str]], index: Callable[[Mapping[str, str]], str]) -> int:
    """Write the pages of the students as they come, then the class page; how many students have one.

    Args:
        pages: a student's id and page. Only one page is held at a time.
        index: makes the class page from the links to the students' pages, by id.

    Raises:
        PageNotWritten: a file cannot be written.
    """
    links: dict[str, str] = {}
    try:
        (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
        before = _listed(folder)
        for student, page in pages:
            name = f"{safe_name(student)}.html"
            # Listed first: what is written before a power cut is known afterwards.
            if name not in before:
                _list(folder, name)
            _write(folder / STUDENTS / name, page)
            links[student] = f"{STUDENTS}/{name}"
        _write(folder / INDEX, index(links))
        now = {link.partition("/")[2] for link in links.values()}
        for name in before - now:
            (folder / STUDENTS / name).unlink(missing_ok=True)
        _write(folder / STUDENTS / LIST, "".join(f"{name}\n" for name in sorted(now)))
    except OSError as error:
        raise PageNotWritten(Path(error.filename or folder), error.strerror or type(error).__name__) from None
    return len(links)


def _listed(folder: Path) -> set[str]:
    """The pages that earlier writings left."""
    try:
        lines = (folder / STUDENTS / LIST).read_text(encoding="ascii", errors="replace").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if _OWN.fullmatch(line)}


def _list(folder: Path, name: str) -> None:
    with (folder / STUDENTS / LIST).open("a", encoding="ascii") as file:
        file.write(f"{name}\n")


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.tmp")
    unfinished.write_text(text, encoding="utf-8", errors="replace")
    os.replace(unfinished, path)
