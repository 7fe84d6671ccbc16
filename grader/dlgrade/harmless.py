"""Whether a file can spoil the process that it runs in for the functions of other exercises.

Most files cannot, and it shows in their syntax: they import a few modules that hold no state, set no attribute of
anything but their own objects, and reach for no dunder. Exercises of such files may share a process; those of
others get a fresh one before a wrong answer counts against them. A wrong "no" costs a tenth of a second, so
whatever is not known to be harmless is not.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

MODULES = frozenset(
    {"__future__", "cmath", "collections", "collections.abc", "copy", "dataclasses", "fractions", "functools",
     "itertools", "math", "numbers", "numpy", "operator", "statistics", "typing"}
)  # fmt: skip
GENERATORS = frozenset({"Generator", "default_rng"})
# Builtins that reach names and attributes by text, or end and hold up the process.
REACHING = frozenset(
    {"__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr", "globals", "input", "locals",
     "open", "quit", "setattr", "vars"}
)  # fmt: skip
# NumPy's own state.
STATEFUL = frozenset(
    {"random", "set_printoptions", "set_string_function", "setbufsize", "seterr", "seterrcall", "ctypeslib", "testing",
     "f2py", "core", "_core", "lib"}
)  # fmt: skip


_TELLING = {ast.Import, ast.ImportFrom, ast.Name, ast.Attribute, ast.Global}


def is_harmless(nodes: Sequence[ast.AST], own: set[str]) -> bool:
    """Whether a file of these nodes leaves others as they were when it runs; `own` are the submission's modules."""
    telling = [node for node in nodes if type(node) in _TELLING]
    # `np.random` is a stream for all; a generator of one's own is none.
    streams = {id(n.value) for n in telling if isinstance(n, ast.Attribute) and n.attr in GENERATORS}
    return all(id(node) in streams or _is_harmless(node, own) for node in telling)


def _is_harmless(node: ast.AST, own: set[str]) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name in MODULES or alias.name in own for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module in own or (node.module in MODULES and not (STATEFUL | {"*"}) & {a.name for a in node.names})
    if isinstance(node, ast.Name):
        return node.id not in REACHING
    if isinstance(node, ast.Attribute):
        return _is_plain_attribute(node)
    return not isinstance(node, ast.Global)


def _is_plain_attribute(node: ast.Attribute) -> bool:
    """Read, and of no dunder or state of NumPy's; or set on `self`."""
    if node.attr.startswith("__") or node.attr in STATEFUL:
        return False
    of_self = isinstance(node.value, ast.Name) and node.value.id == "self"
    return isinstance(node.ctx, ast.Load) or of_self
