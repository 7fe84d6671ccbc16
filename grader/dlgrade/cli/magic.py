"""`%dlgrade`: grades a notebook from within, and shows the page below the cell.

What is graded is the text of the cells as they were last run. It goes the way of every submission: definitions are
taken by their syntax, and a process of its own grades them, which stays for the next time. What a notebook does to its
kernel can thus not change a score.
"""

from __future__ import annotations

import atexit
import json
import os
import shlex
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.grading import grading_options
from dlgrade.cli.language import language_option
from dlgrade.errors import DlgradeError
from dlgrade.messages import _, use_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlgrade.executors import Graders
    from dlgrade.records import Report
    from dlgrade.reports.html import About
    from dlgrade.task import Terms
    from dlgrade.wanted import Pieces

NAME = "dlgrade"
# Those of the options of grading that have a meaning where there are no files and no exit code.
OPTIONS = {"seed", "timeout", "isolation", "reveal", "quiet", "verbose"}
# The page is as high as it may be expected to be, within these bounds; its lower edge can be drawn.
LEAST_HEIGHT, MOST_HEIGHT = 300, 640


@click.command(f"%{NAME}", context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": None})
@click.argument("name")
@grading_options
def magic_command(name: str, **options: Any) -> None:
    """Grade the week, topic or exercise NAME as the cells of this notebook have it."""


magic_command.params = [p for p in magic_command.params if p.name in OPTIONS or isinstance(p, click.Argument)]
magic_command = language_option("DLGRADE_LANG")(magic_command)


@dataclass
class Notebook:
    """The cells of a kernel's notebook, as they were last run."""

    shell: Any
    _cells: dict[str, tuple[int, str]] = field(default_factory=dict)
    _graders: Graders | None = None

    def __post_init__(self) -> None:
        # What ran before the extension was loaded; IPython does not tell of which cells it was.
        history = getattr(self.shell.history_manager, "input_hist_raw", [])
        for number, source in enumerate(history):
            self._cells[f"run {number}"] = (number, source)

    def note(self, info: Any) -> None:
        """Remember a cell that is about to run; one that ran before under the same id is forgotten."""
        if info.silent or not info.store_history:
            return
        number = int(self.shell.execution_count)
        self._cells.pop(f"run {number}", None)
        key = f"cell {info.cell_id}" if getattr(info, "cell_id", None) else f"run {number}"
        self._cells[key] = (number, str(info.raw_cell))

    def pieces(self) -> Pieces:
        """The cells as a notebook, in which each stands at the number that it was run under."""
        by_number = dict(self._cells.values())
        last = max(by_number, default=0)
        cells = [
            {"cell_type": "code" if number in by_number else "raw", "source": by_number.get(number, "")}
            for number in range(1, last + 1)
        ]
        return [("notebook.ipynb", json.dumps({"nbformat": 4, "cells": cells}).encode())]

    def magic(self, line: str) -> None:
        """Grade what the line names and show what came of it."""
        from IPython.core.error import UsageError

        try:
            self._grade(line)
        except click.exceptions.Exit:
            # That was --help, which is shown.
            pass
        except click.ClickException as error:
            raise UsageError(error.format_message()) from None
        except DlgradeError as error:
            raise UsageError(error.message.translated()) from None

    def _grade(self, line: str) -> None:
        from dlgrade.about import gather
        from dlgrade.course import Course
        from dlgrade.reports.reveal import reveal
        from dlgrade.session import DEFAULT_SEED
        from dlgrade.task import Terms
        from dlgrade.workspace import State, find_workspace

        name, options = _read(line)
        course = Course.bundled()
        selection = course.select(name)
        seed = DEFAULT_SEED if options["seed"] is None else abs(options["seed"])
        terms = Terms(course, selection.name, seed, options["timeout"], options["isolation"])
        report = reveal(self._report(terms), options["reveal"])
        if {str(e.verdict) for e in report.exercises()} <= {"missing"}:
            raise click.UsageError(_("No cell was run yet that defines {name}; run your cells first.", name=name))
        workspace = find_workspace(Path.cwd())
        seen = State.load(workspace).hints if workspace else {}
        detail = 0 if options["quiet"] else 2 if options["verbose"] else 1
        _show(report, gather(course, selection.exercises, seen), detail)

    def _report(self, terms: Terms) -> Report:
        """Grade in a process that stays, until it is interrupted."""
        from dlgrade.batch import Task, grade_all
        from dlgrade.executors import local
        from dlgrade.text import sanitize

        if self._graders is None:
            self._graders = local(1, terms.longest())
        name = sanitize(Path(_notebook_name()).stem, 80) or "notebook"
        try:
            (graded,) = grade_all([Task(name, name, name, tuple(self.pieces()))], terms, self._graders)
        except BaseException:
            self.close()
            raise
        if graded.report is None:
            assert graded.error is not None
            raise DlgradeError(graded.error)
        return graded.report

    def close(self) -> None:
        """End the process that grades."""
        if self._graders is not None:
            self._graders.shutdown(cancel_futures=True)
            self._graders = None


_notebooks: dict[int, Notebook] = {}


def load(shell: Any) -> None:
    """Give the shell `%dlgrade`."""
    if id(shell) not in _notebooks:
        notebook = _notebooks[id(shell)] = Notebook(shell)
        shell.register_magic_function(notebook.magic, "line", NAME)
        shell.events.register("pre_run_cell", notebook.note)
        atexit.register(notebook.close)


def unload(shell: Any) -> None:
    """Take it away again."""
    if notebook := _notebooks.pop(id(shell), None):
        shell.events.unregister("pre_run_cell", notebook.note)
        shell.magics_manager.magics["line"].pop(NAME, None)
        atexit.unregister(notebook.close)
        notebook.close()


def _read(line: str) -> tuple[str, dict[str, Any]]:
    """The name and the options of a line."""
    from dlgrade.workspace import read_settings

    use_language("en")
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    context = magic_command.make_context(f"%{NAME}", words, default_map=read_settings(Path.cwd()))
    return context.params.pop("name"), context.params


def _notebook_name() -> str:
    """What the front end says the notebook is called."""
    return os.environ.get("JPY_SESSION_NAME", "")


def _show(report: Report, about: Mapping[str, About], detail: int) -> None:
    from IPython.display import display

    from dlgrade.reports import html, terminal

    bundle = {"text/plain": terminal.render(report, detail=detail)}
    if detail:
        page = html.render(report, about)
        if detail > 1:
            page = page.replace('<details class="cases">', '<details class="cases" open>')
        bundle["text/html"] = framed(page, _height(report))
    display(bundle, raw=True)


def framed(page: str, height: int) -> str:
    """The page in a frame: its styles and its policy are its own, and it may do nothing but be looked at."""
    title = escape(_("What dlgrade says"), quote=True)
    return (
        f'<div style="height: {height}px; resize: vertical; overflow: hidden; border: 1px solid rgba(128,128,128,.4)">'
        f'<iframe title="{title}" sandbox srcdoc="{escape(page, quote=True)}" '
        'style="width: 100%; height: 100%; border: 0"></iframe></div>'
    )


def _height(report: Report) -> int:
    """Pixels that most of the page takes."""
    open_ones = sum(str(e.verdict) not in ("passed", "todo", "missing") for e in report.exercises())
    closed = sum(1 for _each in report.exercises()) - open_ones
    expected = 220 + 60 * len(report.topics) + 50 * closed + 300 * open_ones
    return min(MOST_HEIGHT, max(LEAST_HEIGHT, expected))
