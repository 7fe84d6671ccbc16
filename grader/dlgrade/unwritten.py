"""Whether a definition is a stub that nobody has touched."""

from __future__ import annotations

import ast

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def is_stub(node: ast.stmt) -> bool:
    """Whether nothing but a docstring and `raise NotImplementedError` is there; for a class, in each method."""
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, FunctionNode)]
        return bool(methods) and all(map(is_stub, methods))
    if not isinstance(node, FunctionNode):
        return False
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.dump(body[0])
