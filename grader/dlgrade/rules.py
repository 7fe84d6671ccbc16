"""What is seen of a definition without running it: an untouched stub, a foreign import, a banned construct."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from dlgrade.messages import say
from dlgrade.records import Verdict
from dlgrade.submission import Definition, Submission, Unfit, names_defined
from dlgrade.unwritten import FunctionNode, is_stub

__all__ = ["FunctionNode", "banned", "foreign_imports", "is_for_running", "is_stub", "unfit"]

ALLOWED = frozenset(sys.stdlib_module_names) | {"numpy"}
# A file of the workspace, as files import each other.
_OF_A_WEEK = re.compile(r"week\d\d(\.\w+)*")


def unfit(submission: Submission, found: Definition, bans: Sequence[str]) -> Unfit | None:
    """Why the definition is not run, or None."""
    if is_stub(found.node):
        return Unfit(Verdict.TODO, say("is not written yet"))
    for module, line in foreign_imports(found, submission.modules):
        if _OF_A_WEEK.fullmatch(module):
            missing = say(
                "line {line} imports {module}, which is not in the submission; hand in that file as well, or the "
                "whole workspace",
                line=found.file.told(line), module=module,
            )  # fmt: skip
            return Unfit(Verdict.ERROR, missing)
        return Unfit(
            Verdict.FORBIDDEN,
            say(
                "line {line} imports {module}; only NumPy and the standard library may be used",
                line=found.file.told(line), module=module,
            ),
        )  # fmt: skip
    for construct, line in banned(found, bans):
        place = found.file.told(line)
        return Unfit(
            Verdict.FORBIDDEN,
            say("line {line} uses `{construct}`, which this exercise forbids", line=place, construct=construct),
        )
    return None


def foreign_imports(found: Definition, own: set[str]) -> Iterator[tuple[str, int]]:
    """Imports of the definition and of its file's top level that are neither NumPy, standard, nor `own` files."""
    for node in found.file.imports:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = [] if node.level else [node.module or ""]
        foreign = [name for name in names if (top := name.partition(".")[0]) not in ALLOWED and top not in own]
        if foreign and not _is_elsewhere(node, found):
            yield from ((name, node.lineno) for name in foreign)


def _is_elsewhere(node: ast.stmt, found: Definition) -> bool:
    """Whether a statement stands in another definition of the file, or where nothing is run here."""
    assert found.file.tree is not None
    return any(
        part.lineno <= node.lineno <= (part.end_lineno or 0)
        for part in found.file.tree.body
        if part is not found.node and (isinstance(part, FunctionNode | ast.ClassDef) or is_for_running(part))
    )


def is_for_running(node: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":` and nothing else, which is not run here."""
    return isinstance(node, ast.If) and not node.orelse and ast.unparse(node.test) == "__name__ == '__main__'"


def banned(found: Definition, bans: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Banned constructs in the definition and in the functions of its file that it uses.

    A ban is a dotted name (`np.tanh`, however it was imported), a method of anything (`.dot`), `@`, or a statement
    (`for`, `while`) with an optional count that is still allowed (`for>1`).
    """
    if not bans:
        return
    aliases = _aliases(found)
    nodes = [inner for part in _reachable(found) for inner in ast.walk(part)]
    for ban in bans:
        kind, _, allowed = ban.partition(">")
        lines = [line for node in nodes if (line := _line_of(node, kind, aliases))]
        if len(lines) > int(allowed or 0):
            yield ban, lines[int(allowed or 0)]


def _line_of(node: ast.AST, kind: str, aliases: dict[str, str]) -> int:
    """The line of `node` if it is of the banned kind, else 0."""
    loops = {"for": (ast.For, ast.comprehension), "while": (ast.While,)}
    if kind == "@":
        hit = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult)
    elif kind.startswith("."):
        hit = isinstance(node, ast.Attribute) and f".{node.attr}" == kind
    elif kind in loops:
        hit = isinstance(node, loops[kind])
    else:
        dotted = _dotted(node, aliases) if isinstance(node, ast.Attribute | ast.Name) else ""
        hit = dotted == kind.replace("np.", "numpy.", 1)
    target = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(target, "lineno", 1)) if hit else 0


def _dotted(node: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return aliases.get(node.id) or aliases.get("*", "*").replace("*", node.id)
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, aliases)}.{node.attr}"
    return ""


def _aliases(found: Definition) -> dict[str, str]:
    """Local names to full dotted names, by the file's imports and plain renamings (`t = np.tanh`)."""
    assert found.file.tree is not None
    names: dict[str, str] = {}
    for node in found.file.imports:
        if isinstance(node, ast.Import):
            names |= {a.asname or a.name: a.name for a in node.names}
        else:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    # What the file defines itself is not what `from numpy import *` brings.
    own = {name for node in found.file.tree.body for name in names_defined(node)} if "*" in names else set()
    return {name: name for name in own} | names


def _reachable(found: Definition) -> list[ast.stmt]:
    """The definition and the top-level statements of its file whose names it uses, directly or not."""
    assert found.file.tree is not None
    by_name: dict[str, ast.stmt] = {}
    for node in found.file.tree.body:
        if isinstance(node, FunctionNode | ast.ClassDef):
            by_name[node.name] = node
        elif isinstance(node, ast.Assign):
            by_name |= {t.id: node for t in node.targets if isinstance(t, ast.Name)}
    seen: list[ast.stmt] = [found.node]
    for part in seen:
        used = {n.id for n in ast.walk(part) if isinstance(n, ast.Name)}
        seen += [by_name[name] for name in used if name in by_name and by_name[name] not in seen]
    return seen
