"""What an instructor does with a gradebook: `report`, `override`, `forget`."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
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
@click.option(
    "--html",
    "pages",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the class as pages, one of them for each student, into this folder.",
)
@click.option("--anonymous", is_flag=True, help="Show salted ids instead of names.")
@click.option("-v", "--verbose", is_flag=True, help="Show every case of a student.")
@gradebook_options
def report_command(
    student: str | None, only: str | None, replay: str | None, pages: Path | None, anonymous: bool, verbose: bool,
    folder: Path, db: str | None,
) -> None:  # fmt: skip
    """Show how a class did, or one STUDENT."""
    from dlgrade.gradebook.view import run_of, standings
    from dlgrade.reports import class_table

    if pages is not None and (student is not None or replay is not None):
        raise click.UsageError(_("--html writes the whole class; leave the student and --replay out."))
    with open_gradebook(folder, db) as book:
        run = run_of(book, only)
        if replay is not None:
            _replay(book, run, replay, verbose)
            return
        found = list(standings(book, run, student))
        if student is not None:
            _show_student(book, run, found, verbose)
            return
        if pages is not None:
            _write_pages(book, run, found, pages, anonymous)
        if anonymous:
            found = without_names(book, found)
    text = class_table.render(found, width=terminal_width(), color=use_color("auto"))
    click.echo(text, nl=False)


def _write_pages(book: Gradebook, run: Run, found: list[Standing], folder: Path, anonymous: bool) -> None:
    """Write the class page and the students' pages; the reports are read and written one after the other."""
    from dataclasses import replace

    from dlgrade import class_folder
    from dlgrade.about import gather
    from dlgrade.anonymous import anonymous_report, anonymous_standing
    from dlgrade.class_statistics import class_statistics
    from dlgrade.course import Course
    from dlgrade.gradebook.view import report_of
    from dlgrade.reports import class_page
    from dlgrade.reports import html as student_page

    course, names = Course.bundled(), {row[1] for row in run.exercises["exercises"]}
    about = gather(course, [e for e in course.exercises() if e.name in names])
    salt = book.salt() if anonymous else None
    pairs = [(anonymous_standing(s, salt) if salt else s, s) for s in found]
    if salt:
        # Neither the order in the page nor that in which files are made tells the order of the ids.
        pairs.sort(key=lambda pair: pair[0].student.id)

    def pages() -> Iterator[tuple[str, str]]:
        for shown, standing in pairs:
            report = report_of(book, run, standing.submission_id) if standing.submission_id else None
            if report is not None:
                told = anonymous_report(report, standing, salt) if salt else report
                # The class's seed is not the students' to know: the same hidden inputs may be asked again.
                known = {name: value for name, value in told.environment.items() if name != "seed"}
                yield shown.student.id, student_page.render(replace(told, environment=known), about)

    shown = [standing for standing, _of in pairs]
    statistics = class_statistics(shown)
    count = class_folder.write(
        folder, pages(), lambda links: class_page.render(statistics, shown, links, title=run.assignment)
    )
    index = folder / class_folder.INDEX
    click.echo(_("{path} is the page of the class, {count} students have one of their own.", path=index, count=count),
               err=True)  # fmt: skip


def without_names(book: Gradebook, found: list[Standing]) -> list[Standing]:
    """The same standings under salted ids, in the order of these."""
    from dlgrade.anonymous import anonymous_standing

    salt = book.salt()
    hidden = [anonymous_standing(standing, salt) for standing in found]
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
    from dlgrade.reports.prose import number

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
    if score is not None and not math.isfinite(score):
        raise click.UsageError(_("Points are a number."))
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
