"""The self-learner's verbs that write stubs: `init`, `update`, `reset`."""

from __future__ import annotations

from pathlib import Path

import click

from dlgrade.cli.completion import any_name
from dlgrade.messages import _


@click.command("init")
@click.argument("folder", required=False, default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--force", is_flag=True, help="Replace edited files too; they are kept as .bak.")
def init_command(folder: Path, force: bool) -> None:
    """Make a workspace: the stubs of all weeks and dlgrade.toml."""
    from dlgrade.course import Course
    from dlgrade.workspace import init

    try:
        written, kept = init(Course.bundled(), folder, force=force)
    except OSError as error:
        raise click.FileError(str(error.filename or folder), error.strerror) from None
    click.echo(_("Wrote {count} files to {folder}", count=len(written), folder=folder.resolve()))
    if kept:
        click.echo(_("Kept {count} files that are not as they were at first; --force replaces them.", count=len(kept)))
        click.echo(_("`dlgrade update` brings what is new in the course, and leaves your work."))
    click.echo(_("`dlgrade` shows where you are, `dlgrade next` what comes first, `dlgrade week3` grades a week."))


@click.command("reset")
@click.argument("name", shell_complete=any_name)
@click.option("--force", is_flag=True, help="Replace work of yours; it is kept as .bak.")
def reset_command(name: str, force: bool) -> None:
    """Put the stub of a week, a topic or an exercise back."""
    from dlgrade.course import Course
    from dlgrade.workspace import NoWorkspace, find_workspace, reset

    workspace = find_workspace(Path.cwd())
    if workspace is None:
        raise NoWorkspace
    changed = reset(Course.bundled(), workspace, name, force=force)
    for path in changed:
        click.echo(_("{path} is as it was at first; your version is {path}.bak.", path=path))
    if not changed:
        click.echo(_("{name} is as it was at first already.", name=name))


@click.command("update")
def update_command() -> None:
    """Bring a newer course into the workspace; what you wrote is left alone.

    Stubs that you left as they were follow the course, new exercises are added, and the rest is told.
    """
    from dlgrade.course import Course
    from dlgrade.update import update
    from dlgrade.workspace import SETTINGS, NoWorkspace, find_workspace

    course, workspace = Course.bundled(), find_workspace(Path.cwd())
    if workspace is None:
        raise NoWorkspace
    if not (workspace / SETTINGS).is_file():
        click.echo(_("This is a clone of the course: `git pull` brings what is new."))
        return
    try:
        outcome = update(course, workspace)
    except OSError as error:
        raise click.FileError(str(error.filename or workspace), error.strerror) from None
    if not outcome:
        click.echo(_("Everything here is as in the course."))
    _tell(_("{file}: new"), [("", file) for file in outcome.written])
    _tell(_("{file}: brought up to date: {names}"), outcome.renewed)
    _tell(_("{file}: new: {names}"), outcome.added)
    _tell(_("{file}: taken away, no longer in the course and never written: {names}"), outcome.taken_away)
    _tell(_("{file}: changed in the course, yours is left as it is: {names}"), outcome.yours)
    _tell(_("{file}: no longer in the course at this place, yours is left as it is: {names}"), outcome.gone)
    _tell(_("{file}: is no Python that can be read, and is left as it is"), [("", f) for f in outcome.unreadable])
    if outcome.yours:
        click.echo(_("`dlgrade show NAME` tells what is asked now."))


def _tell(sentence: str, found: list[tuple[str, str]]) -> None:
    """A line for each file, with the exercises of it."""
    files: dict[str, list[str]] = {}
    for name, file in found:
        files.setdefault(file, []).append(name)
    for file, names in files.items():
        click.echo(sentence.format(file=file, names=", ".join(names)))


COMMANDS = (init_command, update_command, reset_command)
