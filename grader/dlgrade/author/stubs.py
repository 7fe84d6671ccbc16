"""Stubs made from solutions: signatures and docstrings stay, what they hide goes."""

from __future__ import annotations

import ast
from pathlib import Path

from dlgrade.course import Course, Topic

TODO = "raise NotImplementedError"


def stub_of(source: str, names: list[str]) -> str:
    """The stub of a solution's text, with the definitions of `names` alone.

    Of the imports only NumPy's stays: others would hint at the solution, and a stub that imports another
    exercise would fall with it.
    """
    tree = ast.parse(source)
    parts = [_docstring_text(source, tree)]
    imports = [ast.unparse(n) for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    parts.append("\n".join(text for text in imports if "numpy" in text))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            parts.append("\n" + definition_stub(source, node))
    return "\n\n".join(part for part in parts if part) + "\n"


def definition_stub(source: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """Signature and docstring of a function, or of a class and its public methods, with nothing behind."""
    if isinstance(node, ast.FunctionDef):
        return f"{_head(source, node)}\n{' ' * (node.col_offset + 4)}{TODO}"
    methods = [n for n in node.body if isinstance(n, ast.FunctionDef) and _is_public(n.name)]
    return "\n\n".join([_head(source, node), *(definition_stub(source, method) for method in methods)])


def _is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def _head(source: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """The lines from `def` to the end of the docstring, or of the signature where there is none."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    last = first.end_lineno if has_docstring else first.lineno - 1
    lines = source.splitlines()[node.lineno - 1 : last]
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def _docstring_text(source: str, tree: ast.Module) -> str:
    has_docstring = ast.get_docstring(tree, clean=False) is not None
    return (ast.get_source_segment(source, tree.body[0]) or "") if has_docstring else ""


def topic_stub(topic: Topic) -> str:
    """What the topic's stub file should hold."""
    source = topic.solution_path.read_text(encoding="utf-8")
    return stub_of(source, [e.name for e in topic.exercises])


def drifted(course: Course) -> list[Path]:
    """The stub files that are not what their solutions make them."""
    return [t.stub_path for t in course.topics() if not _is_current(t.stub_path, topic_stub(t))]


def write_stubs(course: Course) -> list[Path]:
    """Write the stubs of all topics; the files that changed."""
    changed = drifted(course)
    for topic in course.topics():
        if topic.stub_path in changed:
            topic.stub_path.parent.mkdir(parents=True, exist_ok=True)
            topic.stub_path.write_text(topic_stub(topic), encoding="utf-8", newline="\n")
    return changed


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
