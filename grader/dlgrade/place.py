"""Where an exercise stands in a workspace, as one says it: `week03/relu_like.py:17`."""

from __future__ import annotations

import re
from pathlib import Path

MAX_BYTES = 2 * 2**20


def line_of(file: Path, name: str) -> int:
    """The line on which `name` is defined; 1 where it is not. The file need not be Python that can be parsed."""
    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return 1
    definition = re.compile(rf"(?:(?:async\s+)?def|class)\s+{re.escape(name)}\b|{re.escape(name)}\s*=[^=]")
    # Not splitlines(): it cuts at form feeds too, which editors do not count.
    return next((n for n, line in enumerate(text.split("\n"), start=1) if definition.match(line)), 1)


def place(workspace: Path, relative: Path, name: str, start: Path) -> str:
    """File and line, as seen from the folder `start` where that holds the file, else from the workspace."""
    file = workspace / relative
    shown = relative
    if start in file.parents:
        shown = file.relative_to(start)
    line = f":{line_of(file, name)}" if file.is_file() else ""
    return f"{shown.as_posix()}{line}"
