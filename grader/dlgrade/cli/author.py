"""The author's verbs: `course stubs`, `course examples`, `course check`, `course mutate`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dlgrade.messages import _

if TYPE_CHECKING:
    from dlgrade.author.mutate import Fate
    from dlgrade.author.mutation_table import Row


@click.group("course")
def course_group() -> None:
    """For authors: derive stubs, prove the course, test its suites."""


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


@course_group.command("messages")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file is not as it should be.")
@click.pass_context
def messages_command(ctx: click.Context, check: bool) -> None:
    """Gather all sentences into templates, bring the catalogs of each language up to date, and compile them."""
    from dlgrade.author.catalogs import drifted, template, write
    from dlgrade.author.course_sentences import of_course
    from dlgrade.author.program_sentences import of_program
    from dlgrade.course import Course
    from dlgrade.messages import LOCALES

    said = {"program": of_program(ctx.find_root().command), **of_course(Course.bundled())}
    known = {one.sentence for one in said["program"]}
    templates = {name: template(s for s in some if name == "program" or s.sentence not in known)
                 for name, some in said.items()}  # fmt: skip
    changed = (drifted if check else write)(templates, LOCALES)
    for path in changed:
        click.echo(path)
    if check and changed:
        click.echo(_("These files are out of date; `dlgrade course messages` writes them anew."), err=True)
        ctx.exit(1)


@course_group.command("check")
@click.argument("name", required=False)
@click.pass_context
def check_command(ctx: click.Context, name: str | None) -> None:
    """Prove the course, or the week, topic or exercise NAME: trees, texts, solutions, misconceptions."""
    from dlgrade.author.example_check import check_examples
    from dlgrade.author.proof import prove
    from dlgrade.author.structure import check_structure
    from dlgrade.course import Course

    course = Course.bundled()
    exercises = course.select(name).exercises if name else course.exercises()
    commands = tuple(ctx.find_root().command.commands)  # type: ignore[attr-defined]
    problems = [
        *check_structure(course, exercises, commands), *check_examples(course, exercises), *prove(course, exercises),
    ]  # fmt: skip
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


@course_group.command("examples")
@click.argument("name", required=False)
@click.pass_context
def examples_command(ctx: click.Context, name: str | None) -> None:
    """Write an example into the docstrings of NAME that have none, with numbers of its own.

    Exits with 1 where no case makes a short one: write that by hand.
    """
    from dlgrade.author.examples import write_examples
    from dlgrade.course import Course

    course = Course.bundled()
    written, left = write_examples(course, course.select(name).exercises if name else course.exercises())
    for exercise in written:
        click.echo(exercise)
    for exercise in left:
        click.echo(_("{name} needs an example of your own", name=exercise), err=True)
    ctx.exit(1 if left else 0)


@course_group.command("mutate")
@click.argument("name", required=False)
@click.option("--table", type=click.Path(dir_okay=False, path_type=Path), help="Put the rows into FILE, Markdown.")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Exercises at a time.")
@click.pass_context
def mutate_command(ctx: click.Context, name: str | None, table: Path | None, jobs: int) -> None:
    """Test the suites of the course, or of the week, topic or exercise NAME, by mutants of the solutions.

    Lists each mutant that no case catches, and those that are set aside as equivalent. Exits with 1 where fewer than
    97 % of a topic's mutants are caught.
    """
    from dlgrade.author.mutate import mutate
    from dlgrade.author.mutation_table import count, markdown, merged, rows_in
    from dlgrade.course import Course

    course = Course.bundled()
    fates = []
    for found in mutate(course, course.select(name).exercises if name else course.exercises(), jobs):
        fates += found
        _show_fates(found)
    rows = count(fates)
    for row in rows:
        click.echo(_row_line(row))
    if table is not None:
        old = rows_in(table.read_text(encoding="utf-8")) if table.is_file() else []
        table.write_text(markdown(merged(old, rows)), encoding="utf-8")
    ctx.exit(0 if all(row.is_enough for row in rows) else 1)


def _show_fates(fates: list[Fate]) -> None:
    """Those that no case catches, with what was changed."""
    from dlgrade.author.mutate import CAUGHT, SURVIVED

    for fate in fates:
        if fate.fate != CAUGHT:
            what = _("survived") if fate.fate == SURVIVED else _("equivalent")
            click.echo(f"{fate.exercise}:{fate.line}: {what}\n{fate.diff}\n")
    if fates:
        click.echo(_("{name}: {count} mutants", name=fates[0].exercise, count=len(fates)), err=True)


def _row_line(row: Row) -> str:
    return _(
        "week {week} {topic}: {mutants} mutants, {equivalent} equivalent, {caught} caught, "
        "{survived} survived: {percent} %",
        week=row.week, topic=row.topic, mutants=row.mutants, equivalent=row.equivalent, caught=row.caught,
        survived=row.survived, percent=f"{row.percent:.1f}",
    )  # fmt: skip


COMMANDS = (course_group,)
