"""Stubs made from solutions: signatures and docstrings stay, what they hide goes."""

from __future__ import annotations

import ast
from pathlib import Path

from dlgrade.course import Course, Topic

TODO = "raise NotImplementedError"


def stub_of(source: str, names: list[str]) -> str:
    """The stub of a solution's text, with the definitions of `names` alone.

    Of the other statements NumPy's import stays and what signatures need. The rest would hint at the solution,
    and a stub that imports another exercise would fall with it.
    """
    tree = ast.parse(source)
    stubs = [
        definition_stub(source, node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names
    ]
    imports, constants = _needed(tree, _names_in("\n\n".join(stubs)))
    head = [_docstring_text(source, tree), "\n".join(imports), "\n".join(constants)]
    return "\n\n\n".join(["\n\n".join(part for part in head if part), *stubs]) + "\n"


def _names_in(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def _needed(tree: ast.Module, used: set[str]) -> tuple[list[str], list[str]]:
    """The imports and constants that `used` names come from; constants may need names of their own."""
    constants: list[str] = []
    for node in reversed(tree.body):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in used for t in node.targets):
            constants.insert(0, ast.unparse(node))
            used = used | _names_in(constants[0])
    imports = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept = [a for a in node.names if (a.asname or a.name) in used or a.name == "numpy"]
            if kept:
                node.names = kept
                imports.append(ast.unparse(node))
    # The standard library first, then an empty line, then NumPy: as formatters have it.
    standard = [text for text in imports if "numpy" not in text]
    numpy = [text for text in imports if "numpy" in text]
    return [*standard, *([""] if standard and numpy else []), *numpy], constants


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
