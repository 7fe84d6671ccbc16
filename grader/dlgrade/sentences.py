"""A docstring sentence by sentence: what of it is translated, and the same docstring in the language in use.

A paragraph is one message, and so is what a section says of one argument; formulas, sources and examples stay as they
are.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dlgrade.messages import language, tell

WIDTH = 104
INDENT = "    "
SECTION = re.compile(r"^(Args|Returns|Raises|Source|Example):$")
# Sections with an entry for each name, and those that are nobody's prose.
NAMED, AS_THEY_ARE = ("Args", "Raises"), ("Source", "Example")
FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
# A shape, a type and a formula say the same in every language.
_WORD = re.compile(r"(?<![\w`])(?:[A-Za-z][a-z]{2,}|or|of|is|if|no|in)(?![\w`(])")
_NAMES = {
    "False", "True", "array", "axis", "cos", "cosh", "exp", "float", "int", "log", "max", "mean", "min", "sin",
    "sinh", "sqrt", "std", "sum", "var",
}  # fmt: skip


class Piece(NamedTuple):
    """A paragraph, an entry or lines as they are.

    `lead` is the name that an entry begins with; one that `follows` has no blank line before it.
    """

    text: str
    lead: str = ""
    indent: str = ""
    is_prose: bool = True
    follows: bool = False


def sentences(docstring: str) -> Iterator[str]:
    """The messages of a docstring, in its order."""
    return (p.text for p in _pieces(docstring) if p.is_prose and is_message(p.text))


def is_message(text: str) -> bool:
    """Whether there is something to translate."""
    return bool(set(_WORD.findall(text)) - _NAMES)


def translated(docstring: str, width: int = WIDTH) -> str:
    """The docstring in the language in use; as it is where nothing of it is translated."""
    if language() == "en":
        return inspect.cleandoc(docstring)
    pieces = list(_pieces(docstring))
    told = [p._replace(text=tell(p.text)) if p.is_prose else p for p in pieces]
    if told == pieces:
        return inspect.cleandoc(docstring)
    summary, *rest = told
    return summary.text + "".join(("\n" if p.follows else "\n\n") + _lines(p, width) for p in rest)


def translated_source(source: str, width: int = WIDTH) -> str:
    """A file of stubs with its docstrings in the language in use."""
    lines = source.split("\n")
    for node in reversed(list(_with_docstrings(ast.parse(source)))):
        place = node.body[0]
        old = ast.get_docstring(node, clean=False) or ""
        new = translated(old, width - place.col_offset)
        if new == inspect.cleandoc(old):
            continue
        indent = " " * place.col_offset
        body = textwrap.indent(new, indent).lstrip()
        end = "" if "\n" not in new else f"\n{indent}"
        raw = "r" if "\\" in new else ""
        lines[place.lineno - 1 : place.end_lineno] = f'{indent}{raw}"""{body}{end}"""'.split("\n")
    return "\n".join(lines)


def _with_docstrings(tree: ast.Module) -> Iterator[ast.Module | ast.FunctionDef | ast.ClassDef]:
    """The module, functions, classes and methods that have one, in the order of the file."""
    yield from (tree,) if ast.get_docstring(tree) else ()
    for node in tree.body:
        for part in (node, *(node.body if isinstance(node, ast.ClassDef) else ())):
            if isinstance(part, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(part):
                yield part


def _lines(piece: Piece, width: int) -> str:
    if not piece.is_prose:
        return piece.text
    further = piece.indent + (INDENT if piece.lead else "")
    return textwrap.fill(
        piece.lead + piece.text, width, initial_indent=piece.indent, subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _pieces(docstring: str) -> Iterator[Piece]:
    summary, _, rest = inspect.cleandoc(docstring).partition("\n")
    yield Piece(summary.strip())
    section = ""
    for block in _blocks(rest):
        first, _, body = block.partition("\n")
        begins = SECTION.match(first)
        if begins:
            section, block = begins[1], body
            yield Piece(first, is_prose=False)
        yield from _of_block(block, section, follows=begins is not None)


def _of_block(block: str, section: str, *, follows: bool) -> Iterator[Piece]:
    if FORMULA.match(block) or section in AS_THEY_ARE:
        yield Piece(block, is_prose=False, follows=follows)
    elif section in NAMED:
        for number, (lead, text) in enumerate(_entries(block)):
            yield Piece(text, lead, INDENT, follows=follows or number > 0)
    elif block.strip():
        yield Piece(" ".join(block.split()), indent=INDENT if section else "", follows=follows)


def _blocks(text: str) -> Iterator[str]:
    """What blank lines part; a formula is a block of its own."""
    apart = FORMULA.sub(lambda found: f"\n\n{found[0]}\n\n", text)
    yield from (block.strip("\n") for block in re.split(r"\n[ \t]*\n", apart) if block.strip())


def _entries(block: str) -> Iterator[tuple[str, str]]:
    """Names with their colons, and what is said of them."""
    found: list[str] = []
    for line in textwrap.dedent(block).splitlines():
        if line.startswith(" ") and found:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    for entry in found:
        name, colon, text = entry.partition(": ")
        yield (f"{name}: ", " ".join(text.split())) if colon else ("", entry)


def stub_text(path: Path) -> str:
    """A file of stubs as a student gets it."""
    return translated_source(path.read_text(encoding="utf-8"))
