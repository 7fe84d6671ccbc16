"""A file of a submission as a list of its top-level statements: what each defines, uses and does on import."""

from __future__ import annotations

import ast
import contextlib
import functools
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dlgrade.rules import FunctionNode, is_for_running
from dlgrade.source_file import SourceFile
from dlgrade.submission import names_defined

# A module, the name in it or None, and the name that it gets.
Import = tuple[str, str | None, str]


class Part(NamedTuple):
    """A statement: the names that it defines, and what it uses."""

    binds: frozenset[str]
    names: frozenset[str]
    attributes: frozenset[str]
    imports: tuple[Import, ...]
    is_import: bool
    text: str


class Outline(NamedTuple):
    """A file. `loud` are the numbers of parts that do more on import than define names by literals and functions.

    `headings` are the defaults, annotations and bases of definitions, which are reckoned on import, and where the names
    of the file that they use are defined among them; `heading_names` are names in them whose content counts.
    """

    fault: str
    parts: tuple[Part, ...] = ()
    loud: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    heading_names: frozenset[str] = frozenset()

    @property
    def imports(self) -> list[Import]:
        """The imports that run when the file is imported."""
        return [found for number in self.loud for found in self.parts[number].imports]

    @property
    def defined(self) -> set[str]:
        return {name for part in self.parts for name in part.binds}

    def places(self, name: str) -> Iterator[int]:
        """Where a name is defined."""
        return (number for number, part in enumerate(self.parts) if name in part.binds)


def outline(file: SourceFile) -> Outline:
    """The outline of a file, made once."""
    return _outline(file) if file.tree is not None else Outline(str(file.fault))


@functools.lru_cache(maxsize=2048)
def _outline(file: SourceFile) -> Outline:
    assert file.tree is not None
    nodes = [node for node in file.tree.body if not _is_idle(node)]
    parts = tuple(_part(file, node) for node in nodes)
    headings = [[part for part in _headings(node) if not _is_literal(part)] for node in nodes]
    every = [heading for of_node in headings for heading in of_node]
    # What is called, indexed or inherited from runs what stands behind a name; elsewhere it need only be there.
    inner = [n for heading in every for n in ast.walk(heading)]
    run: list[ast.AST] = [n for n in inner if isinstance(n, ast.Call)]
    run += [n.value for n in inner if isinstance(n, ast.Subscript)]
    run += [base for node in nodes for n in ast.walk(node) if isinstance(n, ast.ClassDef) for base in n.bases]
    loud = tuple(number for number, node in enumerate(nodes) if not _is_quiet(node))
    texts = (*sorted({_text(heading) for heading in every}), *_order(parts, headings))
    return Outline(_fault(file), parts, loud, texts, _names(run))


def _order(parts: Sequence[Part], headings: Sequence[Sequence[ast.expr]]) -> Iterator[str]:
    """Where names of the file stand that headings use, among these headings."""
    own = {name for part in parts for name in part.binds} & _names([h for of_node in headings for h in of_node])
    for part, of_node in zip(parts, headings, strict=True):
        if used := own & _names(of_node):
            yield f"uses {sorted(used)}"
        if part.binds & own:
            yield f"defines {sorted(part.binds & own)}"


def _names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    return frozenset(n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name))


def _part(file: SourceFile, node: ast.stmt) -> Part:
    inner = list(ast.walk(node))
    # A call of a function does not look at its annotations.
    aside = {id(n) for annotation in _annotations(inner) for n in ast.walk(annotation)}
    names = frozenset(n.id for n in inner if isinstance(n, ast.Name) and id(n) not in aside)
    attributes = frozenset(n.attr for n in inner if isinstance(n, ast.Attribute))
    is_import = isinstance(node, ast.Import | ast.ImportFrom)
    imports = tuple(_imports(file, inner))
    return Part(frozenset(_binds(node)), names, attributes, imports, is_import, _text(node))


def _binds(node: ast.stmt) -> set[str]:
    """All names that a statement may define, wherever in it."""
    stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    if isinstance(node, FunctionNode | ast.ClassDef):
        return names_defined(node)
    return stored | {n.name for n in ast.walk(node) if isinstance(n, FunctionNode | ast.ClassDef)}


def _imports(file: SourceFile, nodes: Iterable[ast.AST]) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((a.name, None, a.asname or a.name.partition(".")[0]) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = file.module.split(".")[: -node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((module, a.name, a.asname or a.name) for a in node.names)


def _is_idle(node: ast.stmt) -> bool:
    """Whether it means nothing: a docstring, `pass`, what is for running the file alone."""
    return isinstance(node, ast.Pass) or _is_docstring(node) or is_for_running(node)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_quiet(node: ast.stmt) -> bool:
    """Whether it only defines names, by what cannot fail but for the headings."""
    if isinstance(node, FunctionNode):
        return not node.decorator_list
    if isinstance(node, ast.ClassDef):
        return not node.decorator_list and all(_is_idle(inner) or _is_quiet(inner) for inner in node.body)
    if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        return _is_literal(node.value) or isinstance(node.value, ast.Lambda)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.value is None or _is_literal(node.value)
    return False


def _headings(node: ast.stmt) -> Iterator[ast.expr]:
    """What of a quiet definition is reckoned when it is made, rather than when it is called."""
    nodes = list(ast.walk(node))
    yield from _annotations(nodes)
    for inner in nodes:
        if isinstance(inner, FunctionNode | ast.Lambda):
            yield from (part for part in [*inner.args.defaults, *inner.args.kw_defaults] if part)
        elif isinstance(inner, ast.ClassDef):
            yield from [*inner.bases, *(keyword.value for keyword in inner.keywords)]


def _annotations(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield node.annotation
        elif isinstance(node, FunctionNode) and node.returns:
            yield node.returns


def _is_literal(node: ast.expr) -> bool:
    """Whether it is a literal or `1 / 3`, which cannot fail."""
    with contextlib.suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            return bool(abs(ast.literal_eval(node.left)) < 1e100 > abs(ast.literal_eval(node.right)) > 0)
        ast.literal_eval(node)
        return True
    return False


def _fault(file: SourceFile) -> str:
    """Why the file cannot be compiled: `break` outside a loop costs all that stands in it."""
    assert file.tree is not None
    with warnings.catch_warnings(action="ignore"):
        try:
            compile(file.tree, file.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return f"{type(error).__name__} {getattr(error, 'msg', '')}"
    return ""


def _text(node: ast.AST) -> str:
    """The node as text, without positions and docstrings."""
    parts = [type(node).__name__]
    for name, value in ast.iter_fields(node):
        parts.append(f"{name}=")
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, ast.AST):
                parts.append(repr(item))
            elif not _is_docstring(item):
                parts.append(_text(item))
    return f"({' '.join(parts)})"
