"""One file of a submission: decoded when it is read, parsed when something of it is asked for, never run."""

from __future__ import annotations

import ast
import functools
import io
import re
import sys
import tokenize
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from dlgrade.messages import Message, line_of_cell, say
from dlgrade.text import sanitize

if TYPE_CHECKING:
    from dlgrade.notebook.definitions import Part
    from dlgrade.notebook.pieces import Lost

MAX_DEPTH = 300
TAKEN = frozenset(sys.stdlib_module_names) | {"numpy", "dlgrade", "__main__"}


_EDGE_OF_WORD = re.compile(r"\b")
# What follows a name that is assigned to, and what goes before one that is defined. A line may go on after a backslash;
# where there are more blanks than `_NEAR`, a keyword may stand before them.
_ASSIGNMENT = re.compile(r"[\s\\)]*+[=:]")
_KEYWORD = re.compile(r"(?:\b(?:def|class)|^)[\s\\]+\Z")
_NEAR = 80


class Parsed(NamedTuple):
    """A tree, and all its nodes in one list: to walk it is what looking at it costs."""

    tree: ast.Module
    nodes: list[ast.AST]


@dataclass(frozen=True)
class SourceFile:
    """One file: its place in the submission, and its text or the reason why it has none.

    It is parsed when its tree is asked for: most files of a workspace hold nothing of the week that is graded.
    """

    path: str
    text: str
    not_read: Message | None = None
    # What a notebook would define if it were run, and cannot be taken from it.
    lost: tuple[Lost, ...] = ()
    # Of which cells and lines its text is made, where it is a notebook's.
    parts: tuple[Part, ...] = ()

    @property
    def tree(self) -> ast.Module | None:
        """What it holds; None where it cannot be read or parsed."""
        return self._parsed.tree if isinstance(self._parsed, Parsed) else None

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """All nodes of its tree but contexts, the outer ones first; none where it has no tree."""
        return self._parsed.nodes if isinstance(self._parsed, Parsed) else ()

    @functools.cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        return [node for node in self.nodes if isinstance(node, (ast.Import, ast.ImportFrom))]

    @property
    def fault(self) -> Message | None:
        """Why it has no tree."""
        return None if isinstance(self._parsed, Parsed) else self._parsed

    @functools.cached_property
    def _parsed(self) -> Parsed | Message:
        return self.not_read or _parse(self.path, self.text)

    def place(self, line: int) -> tuple[int, int]:
        """Where a line of the text is written: the cell, 0 where there are none, and the line in it."""
        part = next((part for part in reversed(self.parts) if part.begin <= line), None)
        return (part.cell, part.line + line - part.begin) if part else (0, line)

    def told(self, line: int) -> Message | int:
        """The line as a sentence tells it after the word `line`."""
        cell, inner = self.place(line)
        return line_of_cell(inner, cell) if cell else line

    def may_define(self, name: str) -> bool:
        """Whether something in the text looks like a definition of the name, in any spelling that Python takes."""
        text = self._spelt_plainly
        # Most files do not hold the name at all, and to see that is quick.
        place = text.find(name)
        while place >= 0:
            before, after = text[max(0, place - _NEAR) : place], place + len(name)
            is_word = _EDGE_OF_WORD.match(text, place) and _EDGE_OF_WORD.match(text, after)
            if is_word and (_ASSIGNMENT.match(text, after) or _KEYWORD.search(before)):
                return True
            place = text.find(name, after)
        return False

    @functools.cached_property
    def _spelt_plainly(self) -> str:
        return self.text if self.text.isascii() else unicodedata.normalize("NFKC", self.text)

    @functools.cached_property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    @functools.cached_property
    def module(self) -> str:
        """The name under which it is imported; a file called as a library module is does not stand for it."""
        pure = PurePosixPath(self.path)
        name = ".".join(pure.with_suffix("").parts) + ("_ipynb" if pure.suffix == ".ipynb" else "")
        top = name.partition(".")[0]
        return f"submitted_{name}" if top in TAKEN else name


def source_file(name: str, raw: bytes | None) -> SourceFile:
    """The file decoded; what fails becomes its fault."""
    if raw is None:
        return _not_read(name, say("{file} is larger than 2 MB; a solution is a few kilobytes", file=name))
    try:
        return _of_notebook(name, raw) if name.endswith(".ipynb") else SourceFile(name, _decoded(raw))
    except SyntaxError as error:
        if isinstance(error.msg, str) and "encoding" in error.msg:
            return _not_read(name, say("{file} is not UTF-8 text; save it as UTF-8", file=name))
        return _not_read(name, _where(name, error))
    except UnicodeDecodeError:
        return _not_read(name, say("{file} is not UTF-8 text; save it as UTF-8", file=name))
    except (LookupError, ValueError, RecursionError, MemoryError) as error:
        return _not_read(name, _why(name, error))


def _parse(name: str, text: str) -> Parsed | Message:
    """The tree of a file's text, or why it has none."""
    try:
        tree = ast.parse(text, name)
        return Parsed(tree, _nodes(tree))
    except SyntaxError as error:
        return _clean(_where(name, error))
    except (ValueError, RecursionError, MemoryError) as error:
        return _clean(_why(name, error))


def _where(name: str, error: SyntaxError) -> Message:
    return say(
        "{file} has a syntax error in line {line}: {what}",
        file=sanitize(name), line=error.lineno or 0, what=sanitize(error.msg or "", 120),
    )  # fmt: skip


def _why(name: str, error: BaseException) -> Message:
    return say("{file} cannot be parsed: {why}", file=name, why=sanitize(str(error), 120))


def _nodes(tree: ast.AST) -> list[ast.AST]:
    """All nodes, layer by layer. Raises `ValueError` for a tree that could not be walked by recursion."""
    nodes, layer = [], [tree]
    for _ in range(MAX_DEPTH):
        nodes += layer
        layer = [child for node in layer for child in _children(node)]
    if layer:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")
    return nodes


def _children(node: ast.AST) -> list[ast.AST]:
    """As `ast.iter_child_nodes` but for contexts such as `Load`, at a third of its cost."""
    found: list[ast.AST] = []
    for value in vars(node).values():
        kind = type(value)
        if kind is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif kind is not int and isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
            found.append(value)
    return found


def _not_read(name: str, why: Message) -> SourceFile:
    return SourceFile(sanitize(name), "", _clean(why))


def _clean(why: Message) -> Message:
    data = {key: sanitize(v) if isinstance(v, str) else v for key, v in why.data.items()}
    return Message(why.sentence, data)


def _of_notebook(name: str, raw: bytes) -> SourceFile:
    from dlgrade.notebook.definitions import definitions_of

    taken = definitions_of(raw)
    return SourceFile(name, taken.text, lost=taken.lost, parts=taken.parts)


def _decoded(raw: bytes) -> str:
    """The text by its BOM or encoding cookie, UTF-8 where it has none (PEP 263)."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
