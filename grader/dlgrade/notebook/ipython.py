"""A cell's text as Python: what IPython takes for itself is taken out, and each line stays where it is."""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

# Lines that IPython takes for itself: %magic, !command, ?name, name?, answer = %magic, answer = !command.
MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.*]+\?\??\s*|[\w.,\s]+=\s*[%!].*)$")
CELL_MAGIC = re.compile(r"\s*(%%\s*[\w.]*)")
# Of the magics of a whole cell those that run it as any other.
RUNNING = frozenset({"%%time", "%%capture", "%%prun"})
# Magics that are found one by one; where there are more, each line that looks like one is taken for one.
MOST_ATTEMPTS = 50
# What is nested deeper could not be walked by recursion.
MAX_DEPTH = 200
_PROMPT = re.compile(r"^(?:>>>|\.\.\.)(?: |$)")


class Python(NamedTuple):
    """The tree of a cell and the text that its lines are counted in; without a tree the error says why.

    `magic` is that of a cell which does not run as Python in the notebook.
    """

    text: str
    tree: ast.Module | None = None
    error: str = ""
    line: int = 0
    magic: str = ""


def python_of(source: str) -> Python:
    """The cell as Python."""
    text = _without_prompts(source)
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if _says_something(line)), 0)
    if found := CELL_MAGIC.match(lines[first]):
        if found[1] not in RUNNING:
            return Python(text, magic=found[1])
        lines[first] = ""
    found_python = _parsed("\n".join(lines))
    attempts = 0
    while found_python.tree is None and attempts < MOST_ATTEMPTS:
        # The line that Python stumbles over, so that what looks like a magic within a text stays.
        text = _without_magic(found_python.text, found_python.line - 1)
        if text == found_python.text:
            break
        found_python, attempts = _parsed(text), attempts + 1
    if found_python.tree is None:
        text = found_python.text
        for number in range(text.count("\n") + 1):
            text = _without_magic(text, number)
        # What is broken is told as it is written.
        again = _parsed(_dedented(text))
        found_python = again if again.tree is not None else found_python
    return found_python


def begins_indented(source: str) -> bool:
    """Whether the first line that says something stands below something else."""
    return next((line for line in source.split("\n") if _says_something(line)), "").startswith((" ", "\t"))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _without_prompts(source: str) -> str:
    """Lines as they were typed, where they were pasted from a session."""
    if not source.lstrip().startswith(">>>"):
        return source
    return "\n".join(_PROMPT.sub("", line) for line in source.split("\n"))


def _without_magic(text: str, number: int) -> str:
    """The text with `pass` in the place of a magic, so that an indented one does not empty its block."""
    lines = text.split("\n")
    if not 0 <= number < len(lines):
        return text
    # It may go on behind a backslash, and Python stumbles over what comes then.
    while number and lines[number - 1].endswith("\\"):
        number -= 1
    if not (found := MAGIC.match(lines[number])):
        return text
    last = number
    while lines[last].endswith("\\") and last + 1 < len(lines):
        last += 1
    lines[number : last + 1] = [f"{found[1]}pass", *[""] * (last - number)]
    return "\n".join(lines)


def _dedented(text: str) -> str:
    """The lines without the blanks that the first begins with, as IPython runs them."""
    lines = text.split("\n")
    first = next((line for line in lines if _says_something(line)), "")
    blanks = first[: len(first) - len(first.lstrip(" \t"))]
    return "\n".join(line.removeprefix(blanks) for line in lines)


def _parsed(text: str) -> Python:
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
    except SyntaxError as error:
        return Python(text, error=error.msg or "", line=error.lineno or 0)
    except (ValueError, RecursionError, MemoryError) as error:
        return Python(text, error=str(error))
    layer: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return Python(text, error=f"it is nested deeper than {MAX_DEPTH} levels") if layer else Python(text, tree)
