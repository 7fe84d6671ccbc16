"""A student's notebook with what came of it written below its cells; the cells themselves stay as they are."""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.notebook.cells import cells_of, parsed
from dlgrade.notebook.definitions import Taken, definitions_of
from dlgrade.records import ExerciseResult, Report, Verdict
from dlgrade.reports.cells import exercise, summary
from dlgrade.reports.html import About
from dlgrade.suite.exercise import Exercise
from dlgrade.text import sanitize

# How a cell of ours is known again.
MARK = {"dlgrade": {"role": "feedback"}}
# From this format on cells have ids.
WITH_IDS = (4, 5)


class NoNotebook(DlgradeError):
    """There is no notebook in a file."""

    exit_code = 4

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            say("{path} cannot be read: {why}; name an .ipynb.", path=sanitize(path), why=sanitize(why, 200))
        )


def without_feedback(raw: bytes, path: str) -> bytes:
    """The notebook in format 4, without what was written below its cells before. Raises `NoNotebook`."""
    try:
        data = parsed(raw)
    except ValueError as error:
        why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise NoNotebook(path, why) from None
    if "worksheets" in data or not isinstance(data.get("cells"), list):
        data = _of_format_4(raw, path)
    data["cells"] = [cell for cell in cells_of(data) if not _is_ours(cell)]
    return _written(data)


def present(course: Course, taken: Taken) -> tuple[Exercise, ...]:
    """The exercises that a notebook has; lost ones count beside others of their topic, since any name may be lost."""
    lost = {name for one in taken.lost for name in one.names}
    every = course.exercises()
    topics = {(e.week, e.topic) for e in every if e.name in taken.cells}
    return tuple(
        e for e in every if e.name in taken.cells or (e.name in lost and (not topics or (e.week, e.topic) in topics))
    )


def annotate(raw: bytes, report: Report, about: Mapping[str, About]) -> str:
    """The text of the notebook with the feedback of a report on it. `raw` is as `without_feedback` makes it."""
    data = parsed(raw)
    taken = definitions_of(raw)
    below: dict[int, list[str]] = {}
    elsewhere = []
    for result in report.exercises():
        place = _place(result, taken)
        if place:
            below.setdefault(place, []).append(exercise(result, about.get(result.name)))
        elif result.verdict not in (Verdict.TODO, Verdict.MISSING):
            elsewhere.append(result)
    version = (data.get("nbformat"), data.get("nbformat_minor"))
    new = _NewCells(data["cells"], has_ids=_is_pair(version) and version >= WITH_IDS)
    cells = [new.cell(summary(report, elsewhere))]
    for number, cell in enumerate(data["cells"], start=1):
        cells.append(cell)
        if texts := below.get(number):
            cells.append(new.cell("\n\n---\n\n".join(texts)))
    return _written({**data, "cells": cells}).decode("utf-8")


def _place(result: ExerciseResult, taken: Taken) -> int:
    """The number of the cell that has the exercise, or that lost it; 0 where there is none."""
    lost = (one.cell for one in reversed(taken.lost) if result.name in one.names)
    return taken.cells.get(result.name) or next(lost, 0)


def _is_pair(version: tuple[Any, Any]) -> bool:
    return all(isinstance(part, int) for part in version)


class _NewCells:
    """Makes cells whose ids nobody has."""

    def __init__(self, cells: Iterable[dict[str, Any]], *, has_ids: bool) -> None:
        self._taken = {cell.get("id") for cell in cells if isinstance(cell.get("id"), str)}
        self._has_ids, self._count = has_ids, 0

    def cell(self, text: str) -> dict[str, Any]:
        made: dict[str, Any] = {"cell_type": "markdown", "metadata": MARK, "source": text}
        if self._has_ids:
            self._count += 1
            while f"feedback-{self._count}" in self._taken:
                self._count += 1
            made["id"] = f"feedback-{self._count}"
        return made


def _is_ours(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    mark = metadata.get("dlgrade") if isinstance(metadata, dict) else None
    return cell.get("cell_type") == "markdown" and mark == MARK["dlgrade"]


def _of_format_4(raw: bytes, path: str) -> dict[str, Any]:
    import nbformat

    with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):
        # nbformat raises of many kinds on damaged input.
        data: dict[str, Any] = json.loads(json.dumps(nbformat.reads(raw.decode("utf-8-sig"), as_version=4)))
        if isinstance(data.get("cells"), list):
            return data
    raise NoNotebook(path, "it is damaged")


def _written(data: dict[str, Any]) -> bytes:
    """As Jupyter writes it; a lone surrogate, which UTF-8 has no way to write, by its number."""
    try:
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(data, indent=1) + "\n").encode()
