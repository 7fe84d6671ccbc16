"""Which files of a submission are read, told by their names alone; folders in a name are apart by `/`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

ARCHIVES = (".zip", ".tar.gz", ".tgz")
NOTEBOOK = ".ipynb"
PYTHON = (".py", NOTEBOOK)
SKIPPED = frozenset({"__pycache__", "site-packages", "node_modules", "venv"})

# A file: its name below the submission, and its bytes; None for one that is too large to be read.
Piece = tuple[str, bytes | None]
Pieces = list[Piece]

_HIDDEN = (".", "__MACOSX", "__pycache__")
_DRIVE = re.compile(r"[A-Za-z]:")


def is_hidden(name: str) -> bool:
    """Whether a part of the name says that no student wrote what is there."""
    return any(part.startswith(_HIDDEN) or part in SKIPPED for part in PurePosixPath(name).parts)


def leads_outside(name: str) -> bool:
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in PurePosixPath(name).parts


def is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def is_wanted(name: str) -> bool:
    """Whether it is a Python file or a notebook of the student's, below the place where it is looked for."""
    return name.endswith(PYTHON) and ":" not in name and not leads_outside(name) and not is_hidden(name)


def stem(name: str) -> str:
    """The name without the ending of an archive or of a Python file."""
    for ending in ARCHIVES + PYTHON:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def without_wrapper(pieces: Pieces) -> Pieces:
    """Names below the one folder that wraps everything, unless it is a week folder."""
    tops = {name.partition("/")[0] for name, _ in pieces}
    top = next(iter(tops), "")
    if len(tops) == 1 and not top.startswith("week") and all("/" in name for name, _ in pieces):
        return without_wrapper([(name.partition("/")[2], raw) for name, raw in pieces])
    return pieces
