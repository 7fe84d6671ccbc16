"""The author's verbs: `course stubs`, `course check`."""

from __future__ import annotations

import click

from dlgrade.messages import _


@click.group("course")
def course_group() -> None:
    """For authors: derive stubs, prove the course."""


@course_group.command("stubs")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a stub is not as it should be.")
@click.pass_context
def stubs_command(ctx: click.Context, check: bool) -> None:
    """Derive the stubs in exercises/ from solutions/."""
    from dlgrade.author.stubs import drifted, write_stubs
    from dlgrade.course import Course

    course = Course.bundled()
    changed = drifted(course) if check else write_stubs(course)
    for path in changed:
        click.echo(path)
    if check and changed:
        click.echo(_("These stubs differ from their solutions; `dlgrade course stubs` writes them anew."), err=True)
        ctx.exit(1)


@course_group.command("check")
@click.argument("name", required=False)
@click.pass_context
def check_command(ctx: click.Context, name: str | None) -> None:
    """Prove the course, or the week, topic or exercise NAME: trees, texts, solutions, misconceptions."""
    from dlgrade.author.proof import prove
    from dlgrade.author.structure import check_structure
    from dlgrade.course import Course

    course = Course.bundled()
    exercises = course.select(name).exercises if name else course.exercises()
    commands = tuple(ctx.find_root().command.commands)  # type: ignore[attr-defined]
    problems = [*check_structure(course, exercises, commands), *prove(course, exercises)]
    for problem in problems:
        click.echo(f"{problem.path}: {problem.message.translated()}")
    cases = sum(len(e.cases) for e in exercises)
    wrong = sum(len(e.misconceptions) for e in exercises)
    click.echo(
        _(
            "{exercises} exercises, {cases} cases, {misconceptions} misconceptions: {problems} problems",
            exercises=len(exercises), cases=cases, misconceptions=wrong, problems=len(problems),
        ),
        err=True,
    )  # fmt: skip
    ctx.exit(1 if problems else 0)


COMMANDS = (course_group,)
