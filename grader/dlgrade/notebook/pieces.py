"""The definitions of a cell, each with what it gives and what it needs to be made; and what is lost of the cell."""

from __future__ import annotations

import ast
import builtins
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dlgrade.messages import Message, say
from dlgrade.notebook.cells import Cell
from dlgrade.notebook.ipython import Python
from dlgrade.text import sanitize

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Import = ast.Import | ast.ImportFrom
# Modules that a solution may import; others serve a notebook's plots and comparisons.
ALLOWED = frozenset(sys.stdlib_module_names) | {"numpy"}
BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
# Numbers of NumPy and `math`, and functions of theirs that make one number of another: as good as a literal.
MODULES = frozenset({"np", "numpy", "math"})
NUMBERS = frozenset({"pi", "e", "tau", "inf", "nan", "euler_gamma", "newaxis", "eps", "tiny", "min", "max"})
REAL = frozenset({"array", "cos", "erf", "exp", "exp2", "finfo", "float32", "float64", "log", "log10", "log1p", "log2",
                  "sin", "sqrt", "tan"})  # fmt: skip
_DEFINES = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)


@dataclass(frozen=True)
class Lost:
    """Names that a cell would define and does not, as far as the grading can see, and why."""

    cell: int
    names: frozenset[str]
    why: Message = field(hash=False)


@dataclass(frozen=True)
class Piece:
    """A top-level definition of a cell: where it begins, its text, the names that it gives, and those that making it
    asks for.

    `annotations` are asked for as well, unless annotations are not looked at.
    """

    cell: int
    line: int
    node: ast.stmt
    text: str
    gives: frozenset[str]
    needs: frozenset[str]
    annotations: frozenset[str]

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, Import)


def pieces_of(cell: Cell, python: Python) -> tuple[list[Piece], list[Lost]]:
    """What is taken of a cell, and what is lost of it."""
    if python.tree is None:
        return [], [Lost(cell.number, _names_in(python.text), _why_broken(cell, python))]
    pieces, lost = [], []
    for node in _definitions(python.tree):
        piece = _piece(cell.number, node, python)
        if fault := _fault(node):
            why = say("cell {cell} has a syntax error: {what}", cell=cell.number, what=sanitize(fault, 120))
            lost.append(Lost(cell.number, piece.gives, why))
        else:
            pieces.append(piece)
    taken = frozenset(name for piece in pieces for name in piece.gives)
    if others := frozenset(_defined_otherwise(python.tree)) - taken:
        why = say(
            "cell {cell} gives it by other means than a `def` or `class` at its left edge; from a notebook nothing "
            "else is taken, since cells are not run",
            cell=cell.number,
        )  # fmt: skip
        lost.append(Lost(cell.number, others, why))
    return pieces, lost


def _why_broken(cell: Cell, python: Python) -> Message:
    if python.magic:
        return say(
            "cell {cell} begins with {magic}, and is not run as a part of the notebook; take that line out",
            cell=cell.number, magic=sanitize(python.magic, 40),
        )  # fmt: skip
    return say(
        "cell {cell} has a syntax error in its line {line}: {what}",
        cell=cell.number, line=python.line, what=sanitize(python.error, 120),
    )  # fmt: skip


def _names_in(text: str) -> frozenset[str]:
    """The names that a text without a tree looks like defining."""
    return frozenset(found[1] or found[2] for found in _DEFINES.finditer(text))


def _definitions(tree: ast.Module) -> Iterator[ast.stmt]:
    """Those at the left edge, and the imports that a `try` tries first; `import a, b` as two."""
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.Try) else [node]:
            if isinstance(inner, ast.Import) and len(inner.names) > 1:
                yield from (ast.copy_location(ast.Import([alias]), inner) for alias in inner.names)
            elif isinstance(inner, Import) or (inner is node and _is_definition(node)):
                yield inner


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is not None and bool(_targets(node)) and is_plain(node.value)
    return isinstance(node, FunctionNode | ast.ClassDef)


def is_plain(value: ast.expr) -> bool:
    """A constant, reckoned or not, a name or a lambda: nothing that does anything when the cell runs."""
    match value:
        case ast.Lambda() | ast.Name():
            return True
        case ast.UnaryOp():
            return is_plain(value.operand)
        case ast.BinOp():
            return is_plain(value.left) and is_plain(value.right)
        case ast.Attribute(value=ast.Name(id=module)):
            return module in MODULES and value.attr in NUMBERS
        case ast.Attribute(value=ast.Call()):
            return value.attr in NUMBERS and is_plain(value.value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)):
            inner = [*value.args, *(keyword.value for keyword in value.keywords)]
            return module in MODULES and name in REAL and all(map(is_plain, inner))
        case ast.Tuple() | ast.List():
            return all(map(is_plain, value.elts))
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _targets(node: ast.stmt) -> frozenset[str]:
    """The names that an assignment gives; none where it changes something else too."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    flat = [part for t in targets for part in (t.elts if isinstance(t, ast.Tuple | ast.List) else [t])]
    return frozenset(t.id for t in flat if isinstance(t, ast.Name)) if _are_names(flat) else frozenset()


def _are_names(nodes: Iterable[ast.expr]) -> bool:
    return all(isinstance(node, ast.Name) for node in nodes)


def _defined_otherwise(tree: ast.Module) -> Iterator[str]:
    """Names that statements give which are not taken: by a call, or within an `if`, a `try` or a `with`."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _targets(node)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.For):
            inner = [n for n in ast.walk(node) if isinstance(n, FunctionNode | ast.ClassDef)]
            yield from (n.name for n in inner)


def _piece(cell: int, node: ast.stmt, python: Python) -> Piece:
    assert python.tree is not None
    if isinstance(node, Import):
        gives = {(a.asname or a.name.partition(".")[0]) for a in node.names}
    elif isinstance(node, FunctionNode | ast.ClassDef):
        gives = {node.name}
    else:
        gives = set(_targets(node))
    needs, annotations = asked_for(node)
    return Piece(cell, _lines(node)[0], node, _text(node, python), frozenset(gives), needs, annotations)


def _text(node: ast.stmt, python: Python) -> str:
    """Its lines as they are written, unless another statement stands on one of them."""
    assert python.tree is not None
    first, last = _lines(node)
    spans = [_lines(other) for other in python.tree.body]
    if sum(begin <= last and first <= end for begin, end in spans) != 1 or (first, last) not in spans:
        return ast.unparse(node)
    if isinstance(node, Import) and not any(node is other for other in python.tree.body):
        return ast.unparse(node)
    return "\n".join(python.text.split("\n")[first - 1 : last])


def _lines(node: ast.stmt) -> tuple[int, int]:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return first, node.end_lineno or first


def _fault(node: ast.stmt) -> str:
    """Why it cannot be compiled: `break` outside a loop, two arguments of one name."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(ast.Module([node], []), "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.msg or "?"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error) or "?"
    return ""


def asked_for(node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """The names that are looked up when a definition is made: those it needs, and those of annotations."""
    needs: set[str] = set()
    annotations: set[str] = set()
    _ask(node, needs, annotations)
    return frozenset(needs), frozenset(annotations)


def _ask(node: ast.AST, needs: set[str], annotations: set[str]) -> None:
    if isinstance(node, FunctionNode | ast.Lambda):
        arguments = node.args
        parts: list[ast.expr] = [d for d in [*arguments.defaults, *arguments.kw_defaults] if d]
        parts += getattr(node, "decorator_list", [])
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        hints = [a.annotation for a in every if a] + [getattr(node, "returns", None)]
        annotations.update(name for hint in hints if hint for name in names_of(hint))
    elif isinstance(node, ast.ClassDef):
        parts = [*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list]
        _ask_body(node, needs, annotations)
    elif isinstance(node, ast.AnnAssign):
        parts = [node.value] if node.value else []
        annotations.update(names_of(node.annotation))
    else:
        needs.update({node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else ())
        parts = list(ast.iter_child_nodes(node))  # type: ignore[arg-type]
    for part in parts:
        _ask(part, needs, annotations)


def _ask_body(node: ast.ClassDef, needs: set[str], annotations: set[str]) -> None:
    """A class body runs when the class is made, and has names of its own."""
    inner: set[str] = set()
    for statement in node.body:
        _ask(statement, inner, annotations)
    own = {n.name for n in node.body if isinstance(n, FunctionNode | ast.ClassDef)}
    own |= {n.id for s in node.body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    needs.update(inner - own)


def names_of(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
