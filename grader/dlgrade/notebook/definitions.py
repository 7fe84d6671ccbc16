"""The definitions of a notebook as one Python text: imports, `def`, `class` and plain constants, taken by their syntax.

Magics, prints, plots and other calls at top level are not taken. What cannot be taken costs itself alone, and says why
and in which cell. Cells need not have been run in their order: imports come first, and a definition comes after those
that it needs to be made. What a solution may not import goes into the functions that use it, so that a plot forbids
nothing.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dlgrade.messages import say
from dlgrade.notebook.cells import Cell, code_cells
from dlgrade.notebook.ipython import Python, begins_indented, python_of
from dlgrade.notebook.pieces import (
    ALLOWED,
    BUILTINS,
    FunctionNode,
    Lost,
    Piece,
    asked_for,
    names_of,
    pieces_of,
)
from dlgrade.text import sanitize

FUTURE = "from __future__ import annotations"
_OF_A_WEEK = re.compile(r"week\d\d")


class Part(NamedTuple):
    """A part of the text: its first line there, and the cell and the line that this is of."""

    begin: int
    cell: int
    line: int


class Taken(NamedTuple):
    """The text of what is taken, and what is lost."""

    text: str
    lost: tuple[Lost, ...] = ()
    # Where each function and class that is taken stands: the number of the last cell that defines it.
    cells: dict[str, int] = {}  # noqa: RUF012 - a tuple's default, which nobody changes

    parts: tuple[Part, ...] = ()


def definitions_of(raw: bytes) -> Taken:
    """The definitions of a notebook in the order of its cells. Raises `ValueError` where it is none."""
    return taken_from(code_cells(raw))


def taken_from(cells: Sequence[Cell]) -> Taken:
    """The definitions of these cells, where the last one of a name counts."""
    read = [(cell, python_of(cell.source)) for cell in cells]
    cut = dict(_cut_apart(read))
    pieces: list[Piece] = []
    lost: list[Lost] = []
    for cell, python in read:
        found, missed = pieces_of(cell, python)
        lost += missed
        for piece in found:
            if piece.node in cut:
                why = say(
                    "it begins in cell {cell} and goes on in cell {rest}; put both parts into one cell",
                    cell=piece.cell, rest=cut[piece.node],
                )  # fmt: skip
                lost.append(Lost(cell.number, piece.gives, why))
            else:
                pieces.append(piece)
    ordered, not_made, takes_hints = _ordered(_with_inner_imports(pieces))
    texts = [piece.text for piece in ordered]
    if not takes_hints and FUTURE not in texts:
        texts.insert(0, FUTURE)
    begins = itertools.accumulate((text.count("\n") + 2 for text in texts), initial=1)
    parts = tuple(
        Part(begin, piece.cell, piece.line)
        for begin, piece in zip(itertools.islice(begins, len(texts) - len(ordered), None), ordered, strict=False)
    )
    functions = sorted((piece for piece in ordered if _is_function(piece.node)), key=lambda piece: piece.cell)
    stands = {name: piece.cell for piece in functions for name in piece.gives}
    return Taken("\n\n".join(texts) + "\n", (*lost, *not_made), stands, parts)


def _is_function(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return isinstance(node.value, ast.Lambda | ast.Name)
    return isinstance(node, FunctionNode | ast.ClassDef)


# ── Functions that are cut apart ──────────────────────────────────────────────────────────────────────────


def _cut_apart(read: Sequence[tuple[Cell, Python]]) -> Iterable[tuple[ast.stmt, int]]:
    """The definitions at the end of a cell whose body goes on in the next, which begins indented and makes no sense."""
    for place, (cell, python) in enumerate(read):
        if not begins_indented(cell.source) or not _is_rest(python):
            continue
        before = place - 1
        while before >= 0 and begins_indented(read[before][0].source):
            before -= 1
        tree = read[before][1].tree if before >= 0 else None
        last = tree.body[-1] if tree and tree.body else None
        if isinstance(last, ast.ClassDef) or (isinstance(last, FunctionNode) and not _has_come_back(last)):
            yield last, read[before + 1][0].number


def _is_rest(python: Python) -> bool:
    """Whether it cannot stand alone, or is methods and nothing else."""
    if python.tree is None or any(isinstance(node, ast.Return) for node in _outside_functions(python.tree)):
        return True
    methods = [
        n for n in python.tree.body if isinstance(n, FunctionNode) and n.args.args and n.args.args[0].arg == "self"
    ]
    return bool(methods) and len(methods) == len(python.tree.body)


def _outside_functions(node: ast.AST) -> Iterable[ast.AST]:
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, FunctionNode | ast.ClassDef | ast.Lambda):
            yield inner
            yield from _outside_functions(inner)


def _has_come_back(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return isinstance(node.body[-1], ast.Return | ast.Raise)


# ── Imports that a solution may not have ──────────────────────────────────────────────────────────────────


def _with_inner_imports(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with foreign imports moved into the functions that use them; those that none uses are gone."""
    foreign = {name: piece.node for piece in pieces if _is_foreign(piece.node) for name in piece.gives if name != "*"}
    kept = []
    for piece in pieces:
        if _is_foreign(piece.node) and "*" not in piece.gives:
            continue
        used = sorted(names_of(piece.node) & foreign.keys())
        if used and isinstance(piece.node, FunctionNode | ast.ClassDef):
            piece = _importing(piece, {name: foreign[name] for name in used})
        kept.append(piece)
    return kept


def _is_foreign(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        modules = ["" if node.level else node.module or ""]
    else:
        return False
    tops = [module.partition(".")[0] for module in modules]
    return any(top not in ALLOWED and not _OF_A_WEEK.fullmatch(top) for top in tops)


def _importing(piece: Piece, imports: dict[str, ast.stmt]) -> Piece:
    """The piece with these imports in the bodies of its functions that use their names."""
    copy = ast.parse(piece.text).body[0]
    changed = False
    for function in [node for node in ast.walk(copy) if isinstance(node, FunctionNode)]:
        used = set().union(*map(names_of, function.body)) & imports.keys()
        place = 1 if ast.get_docstring(function, clean=False) is not None else 0
        function.body[place:place] = [imports[name] for name in sorted(used)]
        changed = changed or bool(used)
    if not changed:
        return piece
    needs, annotations = asked_for(copy)
    return Piece(piece.cell, piece.line, copy, ast.unparse(copy), piece.gives, needs, annotations)


# ── Order ─────────────────────────────────────────────────────────────────────────────────────────────────


def _ordered(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Lost], bool]:
    """The pieces in an order in which each can be made, those that cannot be made, and whether annotations can be."""
    # `__future__` has to stand before all else, and what is twice the same import stands once.
    imports = {piece.text: piece for piece in pieces if piece.is_import}
    first = sorted(imports.values(), key=lambda piece: "__future__" not in piece.text)
    line = _Line([piece for piece in pieces if not piece.is_import], first)
    lost = []
    for piece in line.waiting:
        if missing := line.take(piece):
            why = say(
                "cell {cell} needs `{name}` to define it, and no cell gives that by an import of the standard library "
                "or NumPy, a `def`, a `class` or a plain constant",
                cell=piece.cell, name=sanitize(missing, 60),
            )  # fmt: skip
            lost.append(Lost(piece.cell, piece.gives, why))
    return line.made, lost, line.has_star or line.takes_hints


class _Line:
    """Pieces that wait to be made, and those that are."""

    def __init__(self, waiting: Sequence[Piece], made: Iterable[Piece]) -> None:
        self.waiting, self.made = waiting, list(made)
        self.given = {name for piece in self.made for name in piece.gives}
        self.has_star = "*" in self.given
        self.takes_hints = True
        self._done: set[int] = set()
        self._asking: set[int] = set()

    def take(self, piece: Piece) -> str:
        """Make a piece after those that it needs; what is missing where that is not possible."""
        if id(piece) in self._done:
            return ""
        self._asking.add(id(piece))
        try:
            for name in sorted(piece.needs - BUILTINS):
                if name not in self.given and not self.has_star and not self._fetch(name):
                    return name
        except RecursionError:
            # A thousand definitions, each of which needs the next.
            return min(piece.needs)
        finally:
            self._asking.discard(id(piece))
        self._done.add(id(piece))
        self.made.append(piece)
        self.given |= piece.gives
        self.takes_hints = self.takes_hints and piece.annotations <= self.given | BUILTINS
        return ""

    def _fetch(self, name: str) -> bool:
        """Make a piece that gives the name, though its turn has not come."""
        for piece in self.waiting:
            if name in piece.gives and id(piece) not in self._asking | self._done and not self.take(piece):
                return True
        return False
