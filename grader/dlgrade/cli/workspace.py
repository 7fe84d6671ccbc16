"""The self-learner's verbs that touch the workspace: `init`, `reset`, `hint`, and where one stands."""

from __future__ import annotations

from pathlib import Path

import click

from dlgrade.messages import _, tell


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
        click.echo(_("Kept {count} files that hold work of yours; --force replaces them.", count=len(kept)))
    click.echo(_("Begin with week03; `dlgrade week3` grades it."))


@click.command("reset")
@click.argument("name")
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


@click.command("hint")
@click.argument("name")
@click.option("--all", "show_all", is_flag=True, help="Show every step.")
def hint_command(name: str, show_all: bool) -> None:
    """Show a hint; one step more at each call."""
    from dlgrade.course import Course
    from dlgrade.workspace import State, find_workspace

    exercise = Course.bundled().exercise(name)
    workspace = find_workspace(Path.cwd())
    total = len(exercise.hints)
    if show_all or workspace is None:
        step = total if show_all else 1
    else:
        state = State.load(workspace)
        step = state.next_hint(name, total)
        try:
            state.save()
        except OSError as error:
            click.echo(_("The progress could not be kept: {why}", why=error.strerror or ""), err=True)
    for number, hint in enumerate(exercise.hints[:step], start=1):
        click.echo(_("{number}/{total}  {hint}", number=number, total=total, hint=tell(hint)))
    if step < total:
        click.echo(_("`dlgrade hint {name}` again shows the next step.", name=name), err=True)


def show_progress(ctx: click.Context) -> None:
    """What `dlgrade` alone shows: passed exercises per topic, and the next one."""
    from dlgrade.course import Course
    from dlgrade.workspace import State, find_workspace

    workspace = find_workspace(Path.cwd())
    if workspace is None:
        click.echo(ctx.get_help())
        click.echo(_("\nThere is no workspace here yet: `dlgrade init` makes one."))
        return
    verdicts = State.load(workspace).verdicts
    upcoming = None
    topics = Course.bundled().topics()
    widest = max(len(topic.name) for topic in topics)
    for topic in topics:
        names = [e.name for e in topic.exercises]
        passed = sum(verdicts.get(name) == "passed" for name in names)
        place = _("week {week}", week=topic.week)
        click.echo(f"{place:<8} {topic.name:<{widest}} {passed:3}/{len(names)}")
        for name in names:
            if upcoming is None and verdicts.get(name) != "passed":
                upcoming = _("next: `{name}` in {path}", name=name, path=topic.relative.as_posix())
    click.echo(upcoming or _("All exercises passed."))


COMMANDS = (init_command, reset_command, hint_command)
