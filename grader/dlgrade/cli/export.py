"""`export`: grades as other systems take them, and `gradescope`: the autograder that Gradescope runs."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.gradebook import gradebook_options, open_gradebook, without_names
from dlgrade.messages import _

if TYPE_CHECKING:
    from dlgrade.giving_back.filling import Filled
    from dlgrade.gradebook.book import Gradebook
    from dlgrade.gradebook.schema import Run
    from dlgrade.records import Report
    from dlgrade.standing import Standing

FORMATS = (
    "csv",
    "moodle",
    "moodle-gradebook",
    "moodle-feedback",
    "canvas",
    "gradescope",
    "junit",
    "markdown",
    "nbgrader",
)
# These fill a file of the instructor's own.
FILLING = ("moodle", "canvas")
# These tell of one student, or need the files' names of the platform: without names there is nothing to tell.
NAMED = (*FILLING, "moodle-gradebook", "moodle-feedback")


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write; - is standard output.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Your own worksheet or export, to be filled: moodle, canvas.",
)
@click.option("--column", metavar="NAME", help="The column to fill, where it cannot be told.")
@click.option("--with-feedback", is_flag=True, help="Fill Moodle's column of comments as well.")
@click.option(
    "--missing-as-zero", is_flag=True, help="Give 0 to those who handed in nothing, in the file to be filled."
)
@click.option("--excel-tr", is_flag=True, help="csv for a Turkish Excel: `;` and decimal comma.")
@click.option("--student", metavar="ID", help="Only this student; gradescope needs one.")
@click.option("--only", metavar="NAME", help="The week, topic or exercise that was graded (default: the last one).")
@click.option("--anonymous", is_flag=True, help="Salted ids instead of names.")
@gradebook_options
def export_command(
    form: str, output: str, only: str | None, student: str | None, folder: Path, db: str | None, **options: Any
) -> None:
    """Give grades back: FORMAT is csv, moodle, moodle-gradebook, moodle-feedback, canvas, gradescope, junit, markdown
    or nbgrader."""
    from dlgrade.gradebook.view import run_of, standings

    if (form in FILLING) != (options["into"] is not None):
        needed = _("{form} fills a file of yours: name it by --into.", form=form)
        raise click.UsageError(needed if form in FILLING else _("--into is for: {forms}.", forms=", ".join(FILLING)))
    if form in NAMED and options["anonymous"]:
        raise click.UsageError(_("{form} has to name the students.", form=form))
    if form == "gradescope" and student is None:
        raise click.UsageError(_("gradescope tells of one student: --student ID."))
    with open_gradebook(folder, db) as book:
        run = run_of(book, only)
        found = list(standings(book, run, student))
        if options["anonymous"]:
            found = without_names(book, found)
        raw = _rendered(form, book, run, found, options)
    write(output, raw)


def _rendered(form: str, book: Gradebook, run: Run, found: list[Standing], options: dict[str, Any]) -> bytes:
    """The file of this form."""
    from dlgrade.giving_back import canvas, feedback_zip, moodle, nbgrader, table
    from dlgrade.gradebook.view import report_of
    from dlgrade.reports import junit, markdown

    def report(standing: Standing) -> Report | None:
        made = report_of(book, run, standing.submission_id) if standing.submission_id else None
        return _renamed(made, standing.student.id) if made and options["anonymous"] else made

    due = run.settings.get("due")
    if form == "csv":
        return table.render(found, turkish=options["excel_tr"])
    if form == "nbgrader":
        return nbgrader.render(found, run.assignment, datetime.fromisoformat(due) if due else None)
    if form == "moodle-gradebook":
        return moodle.gradebook_csv(found, options["column"] or run.assignment)
    if form == "moodle-feedback":
        return feedback_zip.render(found, lambda s: _text(report(s)), "feedback.txt")
    if form == "junit":
        return junit.render_class(found, report).encode()
    if form == "markdown":
        return markdown.render_class(found).encode()
    if form == "gradescope":
        return _gradescope(found[0], report(found[0])).encode()
    into, fill = options["into"], {"column": options["column"], "missing_as_zero": options["missing_as_zero"]}
    if form == "canvas":
        return _told(canvas.fill(into.read_bytes(), found, **fill, name=into.name))
    feedback = options["with_feedback"]
    return _told(moodle.fill_worksheet(into.read_bytes(), found, **fill, with_feedback=feedback, name=into.name))


def _renamed(report: Report, student_id: str) -> Report:
    from dataclasses import replace

    return replace(report, submission_id=student_id, path="")


def _text(report: Report | None) -> str | None:
    """A report for a student, as text without colours."""
    from dlgrade.reports import terminal

    return terminal.render(report, width=80) if report else None


def _gradescope(standing: Standing, report: Report | None) -> str:
    from dlgrade.messages import say
    from dlgrade.reports import gradescope

    if report is not None:
        return gradescope.render(report)
    return gradescope.render_problem(standing.problem or say("Nothing was handed in."))


def _told(filled: Filled) -> bytes:
    """The filled file; what an instructor should know is said beside it."""
    for note in filled.unmatched:
        click.echo(note.translated(), err=True)
    click.echo(_("cells filled: {count}", count=filled.count), err=True)
    return filled.content


@click.command("gradescope")
@click.argument("name")
@click.option("-o", "--output", metavar="FILE", default="autograder.zip", show_default=True, help="Where to write it.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.01), default=5.0, show_default=True, help="Seconds that one call may take."
)
@click.option(
    "--limit", type=click.FloatRange(min=1), default=480.0, show_default=True, help="Seconds that all may take."
)
@click.option("--reveal", default="full", show_default=True, help="How much a failing hidden case tells.")
@click.option("--visibility", default="visible", show_default=True, help="When students see the results.")
@click.option("--language", default="en", show_default=True, help="Language of the results.")
def gradescope_command(name: str, output: str, **options: Any) -> None:
    """Build the autograder zip for Gradescope: NAME is a week, a topic or an exercise."""
    from dlgrade.autograder.grade import Settings
    from dlgrade.course import Course
    from dlgrade.gradescope_autograder import build

    write(output, build(Course.bundled(), Settings(name, **options)))
    if output != "-":
        click.echo(_("{path} is the autograder of {name}.", path=output, name=name), err=True)


def write(target: str, raw: bytes) -> None:
    """Write to a file, or to standard output."""
    if target == "-":
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    try:
        Path(target).write_bytes(raw)
    except OSError as error:
        raise click.FileError(target, error.strerror) from None


COMMANDS = (export_command, gradescope_command)
