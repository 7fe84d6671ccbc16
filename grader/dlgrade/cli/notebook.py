"""`notebook`: exercises as a notebook to work in; `feedback`: a notebook with the verdicts written below its cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.grading import grading_options, terminal_width, unicode_fits, use_color
from dlgrade.cli.language import language_option
from dlgrade.messages import _, say

if TYPE_CHECKING:
    from dlgrade.course import Course, Selection
    from dlgrade.records import Report

FEEDBACK_ENDING = ".feedback.ipynb"


@click.command("notebook")
@click.argument("name")
@click.option("-o", "--output", metavar="FILE|-", help="Write to FILE; - is standard output.")
@click.option("--force", is_flag=True, help="Replace a notebook that holds work of yours; it is kept as .bak.")
@language_option()
def notebook_command(name: str, output: str | None, force: bool) -> None:
    """Write the week, topic or exercise NAME as a notebook for Jupyter, VS Code or Colab."""
    from dlgrade.course import Course
    from dlgrade.homework import compose, file_name

    course = Course.bundled()
    selection = course.select(name)
    text = compose(course, selection)
    if output == "-":
        click.echo(text.encode("utf-8"), nl=False)
        return
    path = Path(output or file_name(selection))
    is_new = _put(path, text, force=force)
    count = len(selection.exercises)
    if is_new:
        click.echo(_("Wrote {count} exercises to {path}", count=count, path=path))
    else:
        click.echo(_("{path} is as it was at first already.", path=path))


@click.command("feedback")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE|-", help="Write to FILE; - is standard output.")
@click.option("--week", type=int, help="Grade this week (default: the exercises that the notebook has).")
@grading_options
def feedback_command(path: Path, output: str | None, week: int | None, **options: Any) -> None:
    """Grade the notebook PATH and write a copy of it with the verdicts below its cells.

    A verdict stands with what is wrong, a call that shows it and the next hint. Your cells stay as they are; run on
    such a copy it replaces the verdicts.
    """
    from dlgrade.about import gather
    from dlgrade.course import Course
    from dlgrade.notebook_feedback import annotate, without_feedback
    from dlgrade.workspace import State, find_workspace

    raw = without_feedback(_bytes(path), str(path))
    course = Course.bundled()
    selection = course.select(f"week{week}") if week is not None else _selection(course, raw, path)
    report = _report(course, selection, raw, path, options)
    workspace = find_workspace(Path.cwd())
    hints_seen = State.load(workspace).hints if workspace else {}
    text = annotate(raw, report, gather(course, selection.exercises, hints_seen))
    if output == "-":
        click.echo(text.encode("utf-8", "replace"), nl=False)
    else:
        target = Path(output) if output else path.with_name(_stem(path) + FEEDBACK_ENDING)
        _put(target, text, force=True)
        _tell(report, target, use_color(options["color"]))
    is_fault = any(str(e.verdict) == "grader_fault" for e in report.exercises())
    click.get_current_context().exit(3 if is_fault else 0)


OPTIONS = {"seed", "timeout", "isolation", "reveal", "color", "lang"}
feedback_command.params = [
    p for p in feedback_command.params if p.name in {*OPTIONS, "output", "week"} or isinstance(p, click.Argument)
]


def _put(path: Path, text: str, *, force: bool) -> bool:
    """Write the file; whether that changed anything."""
    from dlgrade.workspace import put

    if not path.parent.is_dir():
        raise click.FileError(str(path), _("there is no such folder"))
    try:
        return put(path, text, force=force)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from None


def _selection(course: Course, raw: bytes, path: Path) -> Selection:
    """The exercises that the notebook has."""
    from dlgrade.course import Selection
    from dlgrade.notebook.definitions import definitions_of
    from dlgrade.notebook_feedback import present
    from dlgrade.submission import NothingToGrade
    from dlgrade.text import sanitize

    exercises = present(course, definitions_of(raw))
    if not exercises:
        place = sanitize(str(path))
        raise NothingToGrade(say("There is no exercise in {path}; --week grades a whole week.", path=place))
    weeks = {exercise.week for exercise in exercises}
    return Selection("", weeks.pop() if len(weeks) == 1 else None, exercises)


def _report(course: Course, selection: Selection, raw: bytes, path: Path, options: dict[str, Any]) -> Report:
    from dlgrade.grader import Grader
    from dlgrade.reports.reveal import reveal
    from dlgrade.session import DEFAULT_SEED
    from dlgrade.submission import of_pieces

    seed = DEFAULT_SEED if options["seed"] is None else abs(options["seed"])
    name = f"{_stem(path)}.ipynb"
    with Grader(
        course, selection.exercises, selection.week, seed, options["timeout"], options["isolation"],
        keeps_references=options["seed"] is None,
    ) as grader:  # fmt: skip
        return reveal(grader.grade(of_pieces([(name, raw)], name, str(path))), options["reveal"])


def _stem(path: Path) -> str:
    """The notebook's name, of a copy with verdicts that of the notebook it was made of."""
    return path.name.removesuffix(FEEDBACK_ENDING).removesuffix(".ipynb")


def _bytes(path: Path) -> bytes:
    from dlgrade.notebook_feedback import NoNotebook
    from dlgrade.submission import pieces_at

    if path.is_dir() or (path.is_file() and path.suffix != ".ipynb"):
        raise NoNotebook(str(path), _("it is no notebook"))
    ((_name, raw),) = pieces_at(path)
    if raw is None:
        raise NoNotebook(str(path), _("it is larger than 2 MB even without its outputs"))
    return raw


def _tell(report: Report, target: Path, color: bool) -> None:
    from dlgrade.reports import terminal

    text = terminal.render(report, width=terminal_width(), color=color, ascii_only=not unicode_fits(), detail=0)
    click.echo(text.lstrip("\n"), nl=False, color=color)
    click.echo(_("Wrote {path}", path=target), err=True)


COMMANDS = (notebook_command, feedback_command)
