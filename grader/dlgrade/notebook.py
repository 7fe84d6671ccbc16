"""The definitions of a notebook: imports, `def`, `class` and plain constants, taken by their syntax.

Magics, prints, plots and other calls at top level are not taken; a cell with a syntax error costs only itself.
"""

from __future__ import annotations

import ast
import re

MAGIC = re.compile(r"^\s*[%!?]")


def definitions_of(raw: bytes) -> str:
    """One Python text of the notebook's definitions, in the order of the cells.

    Raises:
        ValueError: it is no notebook.
    """
    import nbformat

    try:
        notebook = nbformat.reads(raw.decode("utf-8"), as_version=4)
    except UnicodeDecodeError:
        raise
    except Exception as error:  # nbformat raises of many kinds on damaged input
        raise ValueError(f"it is no notebook ({type(error).__name__})") from None
    kept: list[str] = []
    for cell in notebook.get("cells", []):
        source = cell.get("source", "") if cell.get("cell_type") == "code" else ""
        kept += _definitions("".join(source))
    return "\n\n".join(kept) + "\n"


def _definitions(source: str) -> list[str]:
    if source.lstrip().startswith("%%"):
        return []
    # A magic keeps its line as a comment, so that an indented one does not empty its block.
    lines = ["pass" if MAGIC.match(line) and not line[0].isspace() else line for line in source.splitlines()]
    text = "\n".join(lines)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    return [piece for node in tree.body if _is_definition(node) and (piece := _piece(text, node))]


def _piece(text: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is not None and _is_plain(node.value)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def _is_plain(value: ast.expr) -> bool:
    """A constant, or a function written as a lambda: nothing that runs when the cell does."""
    if isinstance(value, ast.Lambda):
        return True
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
