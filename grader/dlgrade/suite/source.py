"""The source of a suite's function, complete enough to be run on the far side of the wall.

A probe, a function that is an argument, a misconception that is handed in as a submission: each crosses as
text, with the helpers and constants of its module that it uses. Only NumPy and the standard library may stand
in it.
"""

from __future__ import annotations

import ast
import dis
import functools
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

_PLAIN = (int, float, str, bool, tuple, type(None))


class NotSelfContained(ValueError):
    """A function of a suite uses something that cannot cross the wall."""

    def __init__(self, function: str, name: str) -> None:
        super().__init__(f"{function}() uses {name}, which cannot cross the wall; use NumPy and helpers of the file")


@functools.cache
def source_of(thing: Callable[..., Any], name: str) -> str:
    """Source that defines `name` as `thing`, a function or a class, its helpers first.

    Raises:
        NotSelfContained: it uses torch or an object that has no literal form.
    """
    pieces: dict[str, str] = {}
    _add_needs(thing, pieces)
    pieces.pop(name, None)
    own = own_source(thing)
    is_lambda = thing.__name__ == "<lambda>"
    parts = ["import math", "import numpy as np", *pieces.values(), f"{name} = {own}" if is_lambda else own]
    if not is_lambda and thing.__name__ != name:
        parts.append(f"{name} = {thing.__name__}")
    return "\n\n".join(parts) + "\n"


def _add_needs(thing: Any, pieces: dict[str, str]) -> None:
    names = vars(sys.modules[thing.__module__])
    for name in _globals_used(thing):
        if name in pieces or name not in names or name in ("np", "math"):
            continue
        value = names[name]
        if isinstance(value, FunctionType | type) and value.__module__ == thing.__module__:
            pieces[name] = ""
            _add_needs(value, pieces)
            # Again, now that its own needs stand before it.
            del pieces[name]
            pieces[name] = own_source(value)
        elif isinstance(value, _PLAIN):
            pieces[name] = f"{name} = {value!r}"
        elif isinstance(value, ModuleType) and value.__name__ in sys.stdlib_module_names:
            pieces[name] = f"import {value.__name__} as {name}"
        else:
            raise NotSelfContained(thing.__name__, name)


@functools.cache
def _globals_used(thing: Any) -> list[str]:
    """Global names that a function, or the methods and bases of a class, look up, in order."""
    # Bases, defaults, decorators and the statements of a class body are evaluated where it is defined.
    text = own_source(thing).strip()
    outside = [n.id for n in ast.walk(_evaluated_at_once(ast.parse(text).body[0])) if isinstance(n, ast.Name)]
    if isinstance(thing, type):
        methods = [v for v in vars(thing).values() if isinstance(v, FunctionType)]
        return list(dict.fromkeys([*outside, *(name for method in methods for name in _globals_used(method))]))
    return list(dict.fromkeys([*outside, *_loaded(thing.__code__)]))


def _evaluated_at_once(node: ast.AST) -> ast.AST:
    """The definition without the bodies of its functions, which are read from their bytecode."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef):
            inner.body, inner.returns = [], None
        elif isinstance(inner, ast.Lambda):
            inner.body = ast.Constant(None)
        elif isinstance(inner, ast.arg):
            inner.annotation = None
    return node


def _loaded(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _loaded(constant)


@dataclass(frozen=True)
class _Block:
    """A stretch of a file that holds whole statements: its lines, and what is defined in which line of the file."""

    lines: tuple[bytes, ...]
    first: int
    definitions: dict[tuple[type[ast.AST], int], list[ast.AST]]

    def piece(self, node: Any) -> str:
        """The text of a node; the columns of the tree count bytes."""
        lines = list(self.lines[node.lineno - self.first : node.end_lineno - self.first + 1])
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"".join(lines).decode("utf-8")


# Where a statement of the module may begin; the lines of a long one are indented or close a bracket.
_BEGINS = re.compile(rb"[@A-Za-z_]")


def _block_at(path: str, line: int) -> _Block:
    """The statement of the module that stands at a line, counted from 1.

    Suites are long: only the stretch between two lines that begin something is parsed, and the whole file where
    that is not Python, since a string may begin at the margin too.
    """
    lines = _lines(path, Path(path).stat().st_mtime_ns)
    first, after = line, line + 1
    while first > 1 and not _BEGINS.match(lines[first - 1]):
        first -= 1
    while after <= len(lines) and not _BEGINS.match(lines[after - 1]):
        after += 1
    try:
        return _parsed(lines[first - 1 : after - 1], first)
    except SyntaxError:
        return _parsed(lines, 1)


@functools.cache
def _lines(path: str, stamp: int) -> tuple[bytes, ...]:
    """Read once, and anew when the file changed."""
    text = Path(path).read_text(encoding="utf-8")
    return tuple(f"{line}\n".encode() for line in text.split("\n"))


@functools.cache
def _parsed(lines: tuple[bytes, ...], first: int) -> _Block:
    tree = ast.increment_lineno(ast.parse(b"".join(lines)), first - 1)
    definitions: dict[tuple[type[ast.AST], int], list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            definitions.setdefault((type(node), node.lineno), []).append(node)
    return _Block(lines, first, definitions)


@functools.cache
def own_source(thing: Any) -> str:
    """The text of the very `def`, `lambda` or `class` that made `thing`."""
    if isinstance(thing, type):
        return _class_source(thing)
    code = thing.__code__
    block = _block_at(code.co_filename, code.co_firstlineno)
    is_lambda = thing.__name__ == "<lambda>"
    nodes = block.definitions.get((ast.Lambda if is_lambda else ast.FunctionDef, code.co_firstlineno), [])
    # Two lambdas may begin on one line, or one hold the other: it is the smallest whose body holds all that is run.
    runs = [node for node in nodes if not isinstance(node, ast.Lambda) or _holds(node.body, code)]
    if not runs:
        raise LookupError(f"no source for {thing.__qualname__} in {code.co_filename}")
    piece = block.piece(min(runs, key=_size))
    return f"({piece})" if is_lambda else piece


def _class_source(thing: type) -> str:
    path = sys.modules[thing.__module__].__file__ or ""
    head = f"class {thing.__name__}".encode()
    lines = _lines(path, Path(path).stat().st_mtime_ns)
    at = next(n for n, line in enumerate(lines, 1) if line.startswith((head + b":", head + b"(")))
    block = _block_at(path, at)
    return block.piece(block.definitions[ast.ClassDef, at][0])


def _holds(body: ast.expr, code: CodeType) -> bool:
    first, last = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    return all(first <= begin and end <= last for begin, end in _spans(code))


def _spans(code: CodeType) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the instructions of a function stand; those that only set it up or end it stand nowhere."""
    for line, end_line, column, end_column in code.co_positions():
        begin, end = (line or 0, column or 0), (end_line or 0, end_column or 0)
        if begin != end:
            yield begin, end


def _size(node: ast.AST) -> tuple[int, int]:
    """How far a definition reaches: the lines, then the columns."""
    lines = getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0)
    return lines, getattr(node, "end_col_offset", 0) - getattr(node, "col_offset", 0)
