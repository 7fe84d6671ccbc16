"""Which stubs a workspace was given, as fingerprints: what still has its own was never edited."""

from __future__ import annotations

import ast
import hashlib
import json
from pathlib import Path

from dlgrade.lock_file import exclusively

RECORD = Path(".dlgrade") / "stubs.json"
# What stands above the first definition of a file: docstring, imports, constants.
HEAD = ""


class StubRecord:
    """By file and name, the fingerprint of the definition that was written."""

    def __init__(self, path: Path, files: dict[str, dict[str, str]]) -> None:
        self.path, self.files = path, files

    @classmethod
    def load(cls, workspace: Path) -> StubRecord:
        """The record of a workspace; a damaged one counts as none."""
        path = workspace / RECORD
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            files = {str(f): {str(n): str(d) for n, d in names.items()} for f, names in data.items()}
        except (OSError, ValueError, AttributeError, TypeError, RecursionError):
            files = {}
        return cls(path, files)

    def wrote(self, relative: Path, stub: str, name: str | None = None) -> None:
        """Note that the file holds this stub now, or the one definition of it."""
        found = {key: digest(piece) for key, piece in pieces(stub).items() if name in (None, key)}
        before = self.files.get(relative.as_posix(), {})
        self.files[relative.as_posix()] = found if name is None else before | found

    def save(self) -> None:
        """Write it. Raises `OSError`."""
        with exclusively(self.path) as fresh:
            text = json.dumps(self.files, indent=1, sort_keys=True) + "\n"
            fresh.write_text(text, encoding="utf-8", newline="\n")


def pieces(text: str) -> dict[str, list[str]]:
    """The lines of each top-level function and class, and of the head above them. Raises what `ast.parse` does."""
    lines = text.split("\n")
    nodes = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    first = first_line(nodes[0]) if nodes else len(lines) + 1
    return {HEAD: lines[: first - 1]} | {n.name: lines[first_line(n) - 1 : n.end_lineno] for n in nodes}


def first_line(node: ast.stmt) -> int:
    """The line on which a definition begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)])


def digest(lines: list[str]) -> str:
    """A fingerprint of lines; blanks at their ends, which editors take away, do not count."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
