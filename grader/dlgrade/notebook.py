"""The definitions of a notebook: imports, `def`, `class` and plain constants, taken by their syntax.

Magics, prints, plots and other calls at top level are not taken; a cell with a syntax error costs only itself.
"""

from __future__ import annotations

import ast
import re

# Lines that IPython takes for itself: %magic, !command, ?name, name?, answer = %magic, answer = !command.
MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?\??\s*|[\w.,\s]+=\s*[%!].*)$")


def definitions_of(raw: bytes) -> str:
    """One Python text of the notebook's definitions, in the order of the cells.

    Raises:
        ValueError: it is no notebook.
    """
    import nbformat

    try:
        cells = nbformat.reads(raw.decode("utf-8"), as_version=4).cells
    except UnicodeDecodeError:
        raise
    except Exception as error:  # nbformat raises of many kinds on damaged input
        raise ValueError(f"it is no notebook ({type(error).__name__})") from None
    kept: list[tuple[bool, str]] = []
    for cell in cells:
        source = cell.get("source", "") if cell.get("cell_type") == "code" else ""
        kept += _definitions("".join(source))
    # Imports first: in a notebook the cells need not have been run in their order.
    return "\n\n".join(piece for _, piece in sorted(kept, key=lambda part: not part[0])) + "\n"


def _definitions(source: str) -> list[tuple[bool, str]]:
    """The definitions of a cell, each with whether it is an import."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().startswith("%%"):
        return []
    tree = _parsed(text)
    if tree is None:
        # A magic becomes `pass`, so that an indented one does not empty its block.
        text = "\n".join(MAGIC.sub(r"\1pass", line) for line in text.split("\n"))
        tree = _parsed(text)
    nodes = tree.body if tree else []
    return [(isinstance(n, ast.Import | ast.ImportFrom), _piece(text, n)) for n in nodes if _is_definition(n)]


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _piece(text: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(text.split("\n")[first - 1 : node.end_lineno])


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is not None and _is_plain(node.value)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def _is_plain(value: ast.expr) -> bool:
    """A constant, reckoned or not, or a function written as a lambda: nothing that runs when the cell does."""
    if isinstance(value, ast.Lambda):
        return True
    if isinstance(value, ast.UnaryOp):
        return _is_plain(value.operand)
    if isinstance(value, ast.BinOp):
        return _is_plain(value.left) and _is_plain(value.right)
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
