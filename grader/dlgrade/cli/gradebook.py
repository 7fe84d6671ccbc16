"""What an instructor does with a gradebook: `report`, `override`, `forget`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dlgrade.cli.grading import terminal_width, unicode_fits, use_color
from dlgrade.cli.language import language_option
from dlgrade.messages import _

if TYPE_CHECKING:
    from dlgrade.gradebook.book import Gradebook
    from dlgrade.gradebook.schema import Run
    from dlgrade.standing import Standing

Command = TypeVar("Command", bound=Callable[..., Any])

_PLACE = (
    click.option(
        "--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("."), show_default=True,
        help="The folder that was given to `dlgrade batch`.",
    ),
    click.option("--db", metavar="URL", envvar="DLGRADE_DB", help="The gradebook's database, if not in that folder."),
)  # fmt: skip


def gradebook_options(command: Command) -> Command:
    """Where the gradebook is, and the language."""
    for option in reversed((*_PLACE, language_option())):
        command = option(command)
    return command


def open_gradebook(folder: Path, url: str | None, *, create: bool = False) -> Gradebook:
    from dlgrade.gradebook.book import Gradebook
    from dlgrade.gradebook.connection import url_of

    return Gradebook(url or url_of(folder), create=create)


@click.command("report")
@click.argument("student", required=False)
@click.option("--only", metavar="NAME", help="The week, topic or exercise that was graded (default: the last one).")
@click.option("--replay", metavar="ID", help="Grade a submission again with the run's seed, and compare the verdicts.")
@click.option("--anonymous", is_flag=True, help="Show salted ids instead of names.")
@click.option("-v", "--verbose", is_flag=True, help="Show every case of a student.")
@gradebook_options
def report_command(
    student: str | None, only: str | None, replay: str | None, anonymous: bool, verbose: bool, folder: Path,
    db: str | None,
) -> None:  # fmt: skip
    """Show how a class did, or one STUDENT."""
    from dlgrade.gradebook.view import run_of, standings
    from dlgrade.reports import class_table

    with open_gradebook(folder, db) as book:
        run = run_of(book, only)
        if replay is not None:
            _replay(book, run, replay, verbose)
            return
        found = list(standings(book, run, student))
        if student is not None:
            _show_student(book, run, found, verbose)
            return
        if anonymous:
            found = without_names(book, found)
    text = class_table.render(found, width=terminal_width(), color=use_color("auto"))
    click.echo(text, nl=False)


def without_names(book: Gradebook, found: list[Standing]) -> list[Standing]:
    """The same standings under salted ids, in the order of these."""
    from dataclasses import replace

    from dlgrade.classroom import anonymous_id
    from dlgrade.handed_in import Student

    salt = book.salt()
    hidden = [replace(s, student=Student(anonymous_id(salt, s.student.id)), label="") for s in found]
    return sorted(hidden, key=lambda standing: standing.student.id)


def _show_student(book: Gradebook, run: Run, found: list[Standing], verbose: bool) -> None:
    from dlgrade.gradebook.book import attempt_id
    from dlgrade.gradebook.view import attempts, report_of
    from dlgrade.reports import class_table, terminal

    look: dict[str, Any] = {"width": terminal_width(), "color": use_color("auto")}
    for standing in found:
        click.echo(class_table.render([standing], **look, is_whole=False), nl=False)
        report = report_of(book, run, standing.submission_id) if standing.submission_id else None
        if report is not None:
            text = terminal.render(report, **look, ascii_only=not unicode_fits(), detail=2 if verbose else 1)
            click.echo(text, nl=False)
        for exercise in standing.exercises:
            if exercise.override:
                given = _number(exercise.override.score)
                click.echo(
                    _("by hand: {name} {score}: {why}", name=exercise.name, score=given, why=exercise.override.why)
                )
        for one in attempts(book, run.assignment, standing.student.id):
            name = attempt_id(run.assignment, one)
            when = one.at.astimezone().isoformat(" ", "minutes") if one.at else ""
            click.echo(_("attempt {number}: {id} {when}", number=one.number, id=name, when=when).rstrip())


def _number(value: float) -> str:
    from dlgrade.reports.terminal import number

    return number(value)


def _replay(book: Gradebook, run: Run, submission_id: str, verbose: bool) -> None:
    """Grade an attempt as its run did, show the report, and say whether the verdicts are the same."""
    from dlgrade.course import Course
    from dlgrade.replay import replay
    from dlgrade.reports import terminal

    again, differing = replay(book, Course.bundled(), run, submission_id)
    text = terminal.render(
        again, width=terminal_width(), color=use_color("auto"), ascii_only=not unicode_fits(),
        detail=2 if verbose else 1,
    )  # fmt: skip
    click.echo(text, nl=False)
    if differing:
        click.echo(_("Other verdicts than in the gradebook: {names}.", names=", ".join(differing)), err=True)
        click.get_current_context().exit(1)
    click.echo(_("The same verdicts as in the gradebook."), err=True)


@click.command("override")
@click.argument("student")
@click.argument("exercise")
@click.argument("score", type=click.FloatRange(min=0), required=False)
@click.option("--why", help="The reason; it is shown beside the points.")
@click.option("--remove", is_flag=True, help="Take the points given by hand back.")
@gradebook_options
def override_command(
    student: str, exercise: str, score: float | None, why: str | None, remove: bool, folder: Path, db: str | None
) -> None:
    """Give a STUDENT points for an EXERCISE by hand; grading again leaves them."""
    from dlgrade.course import Course

    if remove == (score is not None):
        raise click.UsageError(_("Give points, or --remove."))
    if score is not None and not (why or "").strip():
        raise click.UsageError(_("Say why the points are given: --why TEXT."))
    name = Course.bundled().exercise(exercise).name
    with open_gradebook(folder, db) as book:
        book.override(student, name, None if remove else score, why or "")
    if remove:
        click.echo(_("{name} of {student} is what the grader gives again.", name=name, student=student))
    else:
        click.echo(_("{student} has {score} points for {name}.", student=student, score=_number(score or 0), name=name))


@click.command("forget")
@click.argument("student")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@gradebook_options
def forget_command(student: str, yes: bool, folder: Path, db: str | None) -> None:
    """Remove a STUDENT: all they handed in, all results, all reports."""
    from dlgrade.classroom import report_files

    with open_gradebook(folder, db) as book:
        with book.session() as session:
            known = book.student(session, student).id
        if not yes:
            click.confirm(
                _("Remove everything of {student}? It cannot be undone.", student=student), abort=True, err=True
            )
        # The files first: while the student is in the gradebook they can still be found.
        for path in report_files(folder, known, book.salt()):
            try:
                os.unlink(path)
            except OSError as error:
                raise click.FileError(str(path), error.strerror) from None
        book.forget(student)
    click.echo(_("{student} is forgotten.", student=student))


COMMANDS = (report_command, override_command, forget_command)
