"""`dlgrade` alone and `dlgrade next`: where one stands, and what to do now."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dlgrade.cli.completion import any_name
from dlgrade.cli.printing import Row, bars, out, paint
from dlgrade.messages import _, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlgrade.course import Course
    from dlgrade.progress import Progress
    from dlgrade.suite.exercise import Exercise


def show_home(ctx: click.Context, verbose: bool) -> None:
    """What `dlgrade` alone shows: a bar for each week, the topics of those one works in, and the next exercise."""
    from dlgrade.course import Course
    from dlgrade.progress import Progress
    from dlgrade.workspace import find_workspace

    workspace = find_workspace(Path.cwd())
    if workspace is None:
        click.echo(ctx.get_help())
        click.echo(_("\nThere is no workspace here yet: `dlgrade init` makes one."))
        return
    course, progress = Course.bundled(), Progress.load(workspace)
    exercises = course.exercises()
    week = current_week(exercises, progress)
    found = next_of(exercises, progress, week)
    open_weeks = {e.week for e in exercises} if verbose else {week, found.week if found else week}
    rows = _rows(course, progress.verdicts, open_weeks)
    out(bars(rows))
    click.echo()
    if found is None:
        click.echo(_("All exercises passed."))
        return
    where = _where(course, workspace, found)
    bonus = f" ({_('bonus')})" if found.bonus else ""
    out(_("next: `{name}` in {place}", name=paint(found.name, bold=True), place=where) + bonus)


def current_week(exercises: Sequence[Exercise], progress: Progress) -> int:
    """The week that was worked in last; the first where nothing is begun."""
    from dlgrade.progress import NOT_BEGUN, Row

    rows = [(progress.rows.get(e.name, Row()), e.week) for e in exercises]
    begun = [(row.last, week) for row, week in rows if row.verdict not in ("", *NOT_BEGUN)]
    return max(begun)[1] if begun else min(week for _row, week in rows)


def next_of(exercises: Sequence[Exercise], progress: Progress, week: int) -> Exercise | None:
    """The next exercise, looked for from this week on."""
    from dlgrade.upcoming import from_week, upcoming

    return upcoming(from_week(exercises, week), progress.verdicts)


def _rows(course: Course, verdicts: dict[str, str], open_weeks: set[int]) -> list[Row]:
    rows = []
    for week in course.weeks():
        rows.append(_row(_("week {week}", week=week), course.exercises(week), verdicts))
        if week in open_weeks:
            rows += [_row(t.name, t.exercises, verdicts, level=1) for t in course.topics(week)]
    return rows


def _row(label: str, exercises: Sequence[Exercise], verdicts: dict[str, str], level: int = 0) -> Row:
    core = [verdicts.get(e.name) == "passed" for e in exercises if not e.bonus]
    bonus = [verdicts.get(e.name) == "passed" for e in exercises if e.bonus]
    return Row(label, sum(core), len(core), sum(bonus), len(bonus), level)


def _where(course: Course, workspace: Path, exercise: Exercise) -> str:
    from dlgrade.place import place

    return place(workspace, course.topic_of(exercise).relative, exercise.name, Path.cwd())


@click.command("next")
@click.argument("name", required=False, shell_complete=any_name)
@click.option(
    "--edit-cmd", metavar="COMMAND", envvar="DLGRADE_EDIT_CMD",
    help="Opens it, with {file} and {line} where they are named; else $VISUAL or $EDITOR does.",
)  # fmt: skip
@click.pass_context
def next_command(ctx: click.Context, name: str | None, edit_cmd: str | None) -> None:
    """Show the next exercise and open it in your editor.

    NAME is a week, a topic or an exercise to look in. Without a terminal, or without an editor, it is only shown.
    """
    from dlgrade.course import Course
    from dlgrade.docstring import read_statement
    from dlgrade.progress import Progress
    from dlgrade.workspace import NoWorkspace, find_workspace

    course = Course.bundled()
    exercises = course.select(name).exercises if name else course.exercises()
    workspace = find_workspace(Path.cwd())
    if workspace is None:
        raise NoWorkspace
    progress = Progress.load(workspace)
    found = next_of(exercises, progress, exercises[0].week if name else current_week(exercises, progress))
    if found is None:
        click.echo(_("All of {name} passed.", name=name) if name else _("All exercises passed."))
        return
    topic = course.topic_of(found)
    out(paint(found.name, bold=True) + "  " + _where(course, workspace, found))
    # A course without solutions says less.
    with contextlib.suppress(OSError, LookupError, SyntaxError, ValueError):
        click.echo(tell(read_statement(topic.solution_path, found.name).summary))
    file = workspace / topic.relative
    if not file.is_file():
        click.echo(_("{file} is not there; `dlgrade init` puts it back.", file=topic.relative.as_posix()), err=True)
        return
    asked_for = ctx.get_parameter_source("edit_cmd") is click.core.ParameterSource.COMMANDLINE
    editor = edit_cmd or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and (asked_for or (sys.stdin.isatty() and sys.stdout.isatty())):
        _open(editor, file, found.name)


def _open(editor: str, file: Path, name: str) -> None:
    from dlgrade.editor import BadEditor, command_of
    from dlgrade.place import line_of

    words = command_of(editor, file, line_of(file, name))
    try:
        code = subprocess.run(words, check=False).returncode
    except (OSError, ValueError) as error:
        raise BadEditor(editor, getattr(error, "strerror", None) or str(error)) from None
    if code:
        click.echo(_("The editor ended with code {code}.", code=code), err=True)


COMMANDS = (next_command,)
