"""The names of a solution's file, imported as the solutions import each other, and forgotten again."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from dlgrade.course import WEEK_FOLDER, Course, Topic


def namespace(course: Course, topic: Topic) -> dict[str, Any]:
    """What the solution of a topic defines. It is ours, and needs no wall."""
    folder = str(course.solutions_dir)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, folder)
    _forget()
    try:
        importlib.invalidate_caches()
        return dict(vars(importlib.import_module(".".join(topic.relative.with_suffix("").parts))))
    finally:
        sys.path.remove(folder)
        sys.dont_write_bytecode = writes
        _forget()


def _forget() -> None:
    for name in [n for n in sys.modules if WEEK_FOLDER.fullmatch(n.partition(".")[0])]:
        del sys.modules[name]
