"""A solution's docstring, taken apart: summary, formula, text, sections."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass, field
from pathlib import Path

from dlgrade.sentences import SECTION, translated


@dataclass(frozen=True)
class Statement:
    """What a student is told of an exercise."""

    signature: str
    summary: str
    formula: str
    text: str
    sections: dict[str, str] = field(default_factory=dict)


def read_statement(path: Path, name: str) -> Statement:
    """The statement of the function or class `name` in the file at `path`, in the language in use.

    Raises:
        LookupError: the file does not define it.
    """
    source = path.read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return parse(_signature(node), translated(ast.get_docstring(node) or ""))
    raise LookupError(f"{name} is not defined in {path}")


def parse(signature: str, docstring: str) -> Statement:
    summary, _, rest = inspect.cleandoc(docstring).partition("\n")
    formula = re.search(r"\$\$(.+?)\$\$", rest, re.DOTALL)
    body = rest.replace(formula[0], "") if formula else rest
    text: list[str] = []
    sections: dict[str, list[str]] = {}
    lines = text
    for line in body.splitlines():
        if match := SECTION.match(line):
            lines = sections.setdefault(match[1], [])
        else:
            lines.append(line)
    return Statement(
        signature,
        summary.strip(),
        " ".join(formula[1].split()) if formula else "",
        _joined(text),
        {key: inspect.cleandoc("\n".join(["", *value])).strip() for key, value in sections.items()},
    )


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


def _signature(node: ast.FunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        made = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
        arguments = ast.unparse(made.args).removeprefix("self").removeprefix(", ") if made else ""
        return f"class {node.name}({arguments})"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"
