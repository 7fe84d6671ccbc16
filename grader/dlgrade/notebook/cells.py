"""The cells of a notebook, whatever wrote it: read as plain JSON, since a wrong number of its format loses nothing.

Formats 1 to 4 keep their cells in one list or in sheets of lists, and the text of a cell as one string or as lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What is left of a notebook that is too large: all but outputs, pictures and what a program noted down for itself.
_KEPT = ("cell_type", "id", "input", "language", "source")
MAX_NOTEBOOK_BYTES = 32 * 2**20
PYTHON = ("", "python", "python3", "ipython", "ipython3")


@dataclass(frozen=True)
class Cell:
    """A cell of Python; `number` is its place from the top, text cells counted."""

    number: int
    source: str


def code_cells(raw: bytes) -> list[Cell]:
    """The cells of Python. Raises `ValueError` where it is no notebook."""
    found = enumerate(cells_of(parsed(raw)), start=1)
    return [Cell(number, source_of(cell)) for number, cell in found if is_python(cell)]


def parsed(raw: bytes) -> dict[str, Any]:
    """The notebook as JSON has it. Raises `ValueError` where it is none, `UnicodeDecodeError` where it is no UTF-8."""
    text = raw.decode("utf-8-sig")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no notebook ({type(error).__name__})") from None
    if not isinstance(data, dict) or "nbformat" not in data:
        raise ValueError("it is no notebook (it names no format)")
    return data


def cells_of(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its cells in their order, those of sheets one sheet after the other; what is no cell is passed over."""
    sheets = data.get("worksheets")
    for holder in [data, *(sheets if isinstance(sheets, list) else [])]:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in (cells if isinstance(cells, list) else []) if isinstance(cell, dict))


def source_of(cell: dict[str, Any]) -> str:
    """Its text, which format 3 calls `input`, with line ends as Python has them."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else ""


def is_python(cell: dict[str, Any]) -> bool:
    """Whether it is code, in the language of the notebook: VS Code keeps cells of others beside it."""
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    told = [cell.get("language"), editor.get("languageId") if isinstance(editor, dict) else None]
    return cell.get("cell_type") == "code" and all(
        language is None or str(language).lower() in PYTHON for language in told
    )


def small_enough(raw: bytes, limit: int) -> bytes | None:
    """The notebook, without its outputs where it is larger than `limit` with them; None where that does not help."""
    if len(raw) <= limit:
        return raw
    if len(raw) > MAX_NOTEBOOK_BYTES:
        return None
    try:
        small = _without_outputs(parsed(raw))
    except ValueError:
        return None
    return small if len(small) <= limit else None


def _without_outputs(data: dict[str, Any]) -> bytes:
    """The text of the cells alone, as JSON."""
    cells = []
    for cell in cells_of(data):
        metadata = cell.get("metadata")
        editor = {"vscode": metadata["vscode"]} if isinstance(metadata, dict) and "vscode" in metadata else {}
        cells.append({**{key: cell[key] for key in _KEPT if key in cell}, "metadata": editor})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
