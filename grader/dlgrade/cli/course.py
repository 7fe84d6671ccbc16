"""Commands that tell: `list`, `show`, `solution`, `doctor`."""

from __future__ import annotations

import ast
import contextlib
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dlgrade.messages import _, tell

if TYPE_CHECKING:
    from dlgrade.docstring import Statement
    from dlgrade.suite.exercise import Exercise


@click.command("list")
@click.argument("name", required=False)
def list_command(name: str | None) -> None:
    """List weeks, topics and exercises; NAME is a week or a topic."""
    from dlgrade.course import Course
    from dlgrade.workspace import State, find_workspace

    course = Course.bundled()
    exercises = course.select(name).exercises if name else course.exercises()
    workspace = find_workspace(Path.cwd())
    verdicts = State.load(workspace).verdicts if workspace else {}
    widest = max(len(e.name) for e in exercises)
    lines = []
    for topic, rows in itertools.groupby(exercises, key=course.topic_of):
        lines.append(click.style(f"week{topic.week}  {topic.name}  {tell(topic.about.title)}", bold=True))
        for exercise in rows:
            bonus = _("bonus") if exercise.bonus else ""
            verdict = verdicts.get(exercise.name, "")
            line = f"  {exercise.name:<{widest}} {exercise.points:4g}  {bonus:<6} {verdict}"
            lines.append(line.rstrip())
    click.echo("\n".join(lines))


@click.command("show")
@click.argument("name")
def show_command(name: str) -> None:
    """Show what an exercise asks."""
    from dlgrade.course import Course
    from dlgrade.docstring import read_statement

    course = Course.bundled()
    exercise = course.exercise(name)
    statement = read_statement(course.topic_of(exercise).solution_path, name)
    click.echo(_statement_text(exercise, statement))


def _statement_text(exercise: Exercise, statement: Statement) -> str:
    titles = {"Args": _("Arguments"), "Returns": _("Returns"), "Raises": _("Raises"), "Source": _("Source")}
    parts = [click.style(statement.signature, bold=True), tell(statement.summary), f"    {statement.formula}"]
    parts.append(tell(statement.text))
    for key, title in titles.items():
        if key in statement.sections:
            body = "\n".join(f"    {line}" for line in statement.sections[key].splitlines())
            parts.append(f"{title}:\n{body}")
    place = _("week {week}, {topic}", week=exercise.week, topic=exercise.topic)
    worth = _("points: {points}", points=f"{exercise.points:g}") + (f", {_('bonus')}" if exercise.bonus else "")
    parts.append(f"{place} · {worth}")
    parts.append(_("Lecture notes: “{source}”", source=exercise.source))
    if exercise.needs:
        parts.append(_("Builds on: {names}", names=", ".join(exercise.needs)))
    if exercise.bans:
        parts.append(_("Forbidden: {names}", names=", ".join(exercise.bans)))
    return "\n\n".join(part for part in parts if part.strip())


@click.command("solution")
@click.argument("name")
def solution_command(name: str) -> None:
    """Show how an exercise is solved."""
    from dlgrade.course import Course

    course = Course.bundled()
    path = course.topic_of(course.exercise(name)).solution_path
    source = path.read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            click.echo(ast.get_source_segment(source, node))


@click.command("doctor")
@click.pass_context
def doctor_command(ctx: click.Context) -> None:
    """Show versions, what holds the student's code, and what is missing."""
    import platform

    from dlgrade import __version__
    from dlgrade.course import Course
    from dlgrade.worker.host import Worker
    from dlgrade.worker.isolation import CHOICES, LAYERS, REMEDIES
    from dlgrade.worker.launch import WorkerUnavailable
    from dlgrade.worker.starters import starter, why_not_forked
    from dlgrade.workspace import find_workspace

    sound = True
    click.echo(f"dlgrade   {__version__}")
    click.echo(f"Python    {platform.python_version()}  {sys.executable}")
    for package in ("numpy", "torch", "pytest", "click", "rich", "nbformat"):
        found = _installed(package)
        sound = sound and bool(found)
        click.echo(f"{package:<9} {found or _('missing: pip install {package}', package=package)}")
    click.echo(_("course    {folder}", folder=Course.bundled().suites_dir.parent))
    click.echo(_("workspace {folder}", folder=find_workspace(Path.cwd()) or _("none: `dlgrade init` makes one")))
    try:
        with contextlib.closing(starter(CHOICES["auto"])) as processes, Worker({}, processes) as worker:
            isolation = worker.wait_until_ready()
    except WorkerUnavailable as error:
        click.echo(_("worker    {why}", why=error.why))
        ctx.exit(3)
    click.echo(_("isolation {level}", level=isolation.level))
    missing = dict(isolation.missing)
    for layer in LAYERS:
        state = _("holds") if layer not in missing else f"{missing[layer]}; {REMEDIES.get(layer, '')}"
        click.echo(f"          {layer:<11} {state}")
    way = why_not_forked() or _("are forked from a clean process")
    click.echo(_("workers   {way}", way=way))
    click.echo(_("cores     {count}", count=os.cpu_count()))
    ctx.exit(0 if sound else 3)


def _installed(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


COMMANDS = (list_command, show_command, solution_command, doctor_command)
