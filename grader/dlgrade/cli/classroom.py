"""`batch`: grade a class."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.gradebook import open_gradebook
from dlgrade.cli.grading import terminal_width, use_color
from dlgrade.cli.language import language_option
from dlgrade.messages import _

if TYPE_CHECKING:
    from dlgrade.batch import Terms
    from dlgrade.classroom import ClassRun, FilesOf
    from dlgrade.executors import Graders
    from dlgrade.gradebook.book import Gradebook
    from dlgrade.gradebook.schema import Run
    from dlgrade.handed_in import Enrolled, HandedIn


class Moment(click.ParamType[datetime]):
    """A date, or a date and a time; without a zone it is this machine's."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            self.fail(_("{value} is no moment; write it as 2026-11-20 23:59.", value=repr(value)), param, ctx)
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", value.strip()):
            # A day that is named as the last one counts to its end.
            found = found.replace(hour=23, minute=59, second=59)
        return found.astimezone()


@click.command("batch")
@click.argument("submissions", required=False, type=click.Path(path_type=Path))
@click.option("--week", type=int, help="Grade this week.")
@click.option("--only", metavar="NAME", help="Grade this topic or exercise.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the gradebook and the reports.",
)
@click.option("--db", metavar="URL", envvar="DLGRADE_DB", help="Keep the gradebook in this database instead.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that grade (default: one per core).")
@click.option("--scheduler", metavar="URL", help="Grade on this Dask cluster; `local` starts one here.")
@click.option("--resume", is_flag=True, help="Go on: grade what is missing or has changed.")
@click.option("--regrade", is_flag=True, help="Grade all anew, after a suite was mended, and list what changed.")
@click.option("--roster", type=click.Path(path_type=Path, dir_okay=False), help="A list of who should have handed in.")
@click.option("--pattern", metavar="REGEX", help="How entries are named: (?P<student_id>…), (?P<timestamp>…) …")
@click.option(
    "--attempt",
    type=click.Choice(["last", "best", "first"]),
    default="last",
    show_default=True,
    help="Which of several attempts counts.",
)
@click.option("--due", type=Moment(), help="Until when a submission is in time: 2026-11-20 23:59.")
@click.option("--late", metavar="POLICY", help='What lateness costs: "10%/day, max 5 days".')
@click.option("--partial", is_flag=True, help="Give points for what fails because a function that it uses does.")
@click.option("--anonymous", is_flag=True, help="Write the reports under salted ids.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the hidden inputs (default: secret and fresh).")
@click.option(
    "--timeout", type=click.FloatRange(min=0.01), default=5.0, show_default=True, help="Seconds that one call may take."
)
@click.option(
    "--isolation",
    type=click.Choice(["auto", "strict", "none"]),
    envvar="DLGRADE_ISOLATION",
    default="strict",
    show_default=True,
    help="strict refuses to run below the level `standard`.",
)
@language_option()
def batch_command(
    submissions: Path | None, week: int | None, only: str | None, anonymous: bool, **options: Any
) -> None:
    """Grade a class: SUBMISSIONS is what the learning platform gave, a zip or a folder."""
    from dlgrade.batch import Terms
    from dlgrade.classroom import REPORTS, ClassRun, Rules, enrol, open_run
    from dlgrade.course import Course
    from dlgrade.gradebook.view import attempts
    from dlgrade.late import read_policy
    from dlgrade.taking_in import pieces_of

    if (week is None) == (only is None):
        raise click.UsageError(_("Say what is to be graded: --week N, or --only NAME."))
    if submissions is None and not options["regrade"]:
        raise click.UsageError(_("Name the submissions: the folder or zip that the learning platform gave."))
    if options["late"]:
        read_policy(options["late"])
    course = Course.bundled()
    selection = course.select(only or f"week{week}")
    rules = Rules(*(options[name] for name in ("seed", "timeout", "isolation", "attempt", "late", "due", "partial")))
    handed_in, enrolled = _taken(submissions, options)
    with _gradebook(options["folder"], options["db"]) as book:
        run = open_run(book, course, selection, rules, resume=options["resume"], regrade=options["regrade"])
        enrol(book, enrolled, handed_in)
        work = ClassRun(book, run, options["folder"] / REPORTS / selection.name, book.salt() if anonymous else None)
        terms = Terms(course, selection.name, run.seed, rules.timeout, rules.isolation, rules.is_partial)
        what, files_of = (handed_in, pieces_of) if submissions else (attempts(book, selection.name), work.stored)
        jobs = options["jobs"] or max(1, min(os.cpu_count() or 1, len(what)))
        with _graders(options["scheduler"], jobs, terms) as graders:
            _grade(work, what, files_of, terms, graders)
        _tell(book, run, options)
    click.get_current_context().exit(3 if work.faults else 0)


def _taken(submissions: Path | None, options: dict[str, Any]) -> tuple[list[HandedIn], list[Enrolled]]:
    """What was handed in, with the moments that the list of students tells, and who should have."""
    from dlgrade.classroom import with_times
    from dlgrade.taking_in import take_in
    from dlgrade.taking_in.roster import read_roster
    from dlgrade.text import sanitize

    enrolled = read_roster(options["roster"]) if options["roster"] else []
    if submissions is None:
        return [], enrolled
    taken = take_in(submissions, pattern=options["pattern"])
    count = len({one.student.id for one in taken.handed_in})
    click.echo(_("students who handed in: {count} ({platform})", count=count, platform=taken.platform), err=True)
    if taken.left_out:
        names = ", ".join(sanitize(name, 80) for name in taken.left_out[:3])
        count = len(taken.left_out)
        click.echo(_("left out, since nobody's: {names} ({count} in all)", names=names, count=count), err=True)
    return with_times(taken.handed_in, enrolled), enrolled


def _gradebook(folder: Path, url: str | None) -> Gradebook:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.FileError(str(folder), error.strerror) from None
    return open_gradebook(folder, url, create=True)


def _graders(scheduler: str | None, jobs: int, terms: Terms) -> Graders:
    from dlgrade import executors

    if scheduler is None:
        return executors.local(jobs, terms.longest())
    if scheduler == "local":
        return executors.dask_here(jobs, terms.longest())
    return executors.dask(scheduler, terms.longest())


def _grade(work: ClassRun, handed_in: Sequence[HandedIn], files_of: FilesOf, terms: Terms, graders: Graders) -> None:
    from dlgrade.batch import grade_all
    from dlgrade.cli.progress import watched

    results = work.grade(handed_in, files_of, lambda tasks: grade_all(tasks, terms, graders))
    try:
        for result in watched(results, lambda: work.graded + work.skipped, len(handed_in)):
            if result.is_fault and result.error:
                click.echo(_("fault of ours: {why}", why=result.error.translated()), err=True)
    except KeyboardInterrupt:
        click.echo(_("What is graded is kept; --resume goes on."), err=True)
        raise


def _tell(book: Gradebook, run: Run, options: dict[str, Any]) -> None:
    """Say how the class did, and before that whose score another grading changed."""
    from dlgrade.changes import changes
    from dlgrade.gradebook.view import run_before, standings
    from dlgrade.reports import class_table

    look: dict[str, Any] = {"width": terminal_width(), "color": use_color("auto")}
    before = run_before(book, run) if options["regrade"] else None
    if before is not None:
        found = list(changes(standings(book, before), standings(book, run)))
        click.echo(class_table.render_changes(found, **look), nl=False)
    click.echo(class_table.render_summary(list(standings(book, run)), **look), nl=False)
    where = f"--db {options['db']}" if options["db"] else f"--out {options['folder']}"
    click.echo(_("`dlgrade report {where}` shows each student.", where=where), err=True)


COMMANDS = (batch_command,)
