"""Commands that teach: `show`, `hint`, `solution`."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dlgrade.cli.completion import an_exercise
from dlgrade.cli.grading import keep
from dlgrade.cli.printing import out, paint
from dlgrade.cli.wrapping import entries, paragraphs
from dlgrade.messages import _, tell

if TYPE_CHECKING:
    from dlgrade.docstring import Statement
    from dlgrade.progress import Progress
    from dlgrade.suite.exercise import Exercise

INDENT = "    "


@click.command("show")
@click.argument("name", shell_complete=an_exercise)
def show_command(name: str) -> None:
    """Show what an exercise asks: formula, shapes, an example, what it builds on."""
    from dlgrade.course import Course
    from dlgrade.docstring import read_statement
    from dlgrade.place import place
    from dlgrade.progress import Progress
    from dlgrade.workspace import find_workspace

    course = Course.bundled()
    exercise = course.exercise(name)
    topic = course.topic_of(exercise)
    statement = read_statement(topic.solution_path, name)
    workspace = find_workspace(Path.cwd())
    where = topic.relative.as_posix()
    if workspace:
        where = place(workspace, topic.relative, name, Path.cwd())
    out(_statement_text(exercise, statement, where, Progress.load(workspace) if workspace else None))


def _statement_text(exercise: Exercise, statement: Statement, where: str, progress: Progress | None) -> str:
    from dlgrade.cli.grading import terminal_width

    width = terminal_width()
    parts = [paint(_folded(statement.signature, width), bold=True), paragraphs(tell(statement.summary), width)]
    parts += [_formula(statement.formula), paragraphs(tell(statement.text), width)]
    titles = {"Args": _("Arguments"), "Returns": _("Returns"), "Raises": _("Raises"), "Example": _("Example")}
    for key, title in {**titles, "Source": _("Source")}.items():
        if key in statement.sections:
            body = statement.sections[key]
            if key in ("Args", "Raises"):
                body = entries(body, width - len(INDENT))
            elif key != "Example":
                body = paragraphs(body, width - len(INDENT))
            parts.append(f"{paint(title, bold=True)}\n{_indented(body)}")
    bonus = f", {_('bonus')}" if exercise.bonus else ""
    parts.append("\n".join(_facts(exercise, progress, width)))
    worth = _("points: {points}", points=f"{exercise.points:g}")
    parts.append(paragraphs(f"{where} · {worth}{bonus}", width))
    return "\n\n".join(part for part in parts if part.strip())


def _folded(signature: str, width: int) -> str:
    """A long signature with an argument on each line."""
    if len(signature) <= width:
        return signature
    name, _paren, rest = signature.partition("(")
    arguments, _close, returns = rest.rpartition(")")
    # No comma within brackets is one between arguments.
    pieces = re.split(r", (?![^\[(]*[\])])", arguments)
    return "\n".join([f"{name}(", *(f"{INDENT}{piece}," for piece in pieces), f"){returns}"])


def _facts(exercise: Exercise, progress: Progress | None, width: int) -> list[str]:
    """What else the course says of an exercise; what it builds on with a mark of whether that has passed."""
    from dlgrade.cli.grading import unicode_fits

    lines = [_("Lecture notes: “{source}”", source=tell(exercise.source))]
    yes, no = ("✓", "✗") if unicode_fits() else ("+", "x")
    if exercise.needs:
        marks = {name: f"{yes if progress.has_passed(name) else no} " if progress else "" for name in exercise.needs}
        lines.append(_("Builds on: {names}", names=", ".join(f"{mark}{name}" for name, mark in marks.items())))
    if exercise.bans:
        lines.append(_("Forbidden: {names}", names=", ".join(exercise.bans)))
    # Coloured when it is broken into lines, since colours would count as letters.
    wrapped = [paragraphs(line, width) for line in lines]
    return [line.replace("✓", paint("✓", fg="green")).replace("✗", paint("✗", fg="red")) for line in wrapped]


def _formula(latex: str) -> str:
    """The formula as one writes it by hand, below each other where it has fractions; LaTeX where that cannot be."""
    from dlgrade.cli.grading import terminal_width, unicode_fits
    from dlgrade.reports.formula_text import formula_text

    width = terminal_width() - len(INDENT)
    drawn = formula_text(latex, width) if unicode_fits() else None
    return _indented(drawn or "\n".join(textwrap.wrap(latex, width)))


def _indented(text: str) -> str:
    return "\n".join(f"{INDENT}{line}".rstrip() for line in text.split("\n"))


@click.command("hint")
@click.argument("name", shell_complete=an_exercise)
@click.option("--all", "show_all", is_flag=True, help="Show every step.")
def hint_command(name: str, show_all: bool) -> None:
    """Show a hint; one step more at each call."""
    from dlgrade.course import Course
    from dlgrade.progress import Progress
    from dlgrade.workspace import find_workspace

    exercise = Course.bundled().exercise(name)
    workspace = find_workspace(Path.cwd())
    total = len(exercise.hints)
    if workspace is None:
        step = total if show_all else 1
    else:
        progress = Progress.load(workspace)
        step = progress.show_hints(name, total) if show_all else progress.next_hint(name, total)
        keep(progress)
    for number, hint in enumerate(exercise.hints[:step], start=1):
        click.echo(_("{number}/{total}  {hint}", number=number, total=total, hint=tell(hint)))
    if step < total:
        click.echo(_("`dlgrade hint {name}` again shows the next step.", name=name), err=True)
    else:
        click.echo(_("That was the last; `dlgrade show {name}` has the whole statement.", name=name), err=True)


@click.command("solution")
@click.argument("name", shell_complete=an_exercise)
@click.option("--give-up", is_flag=True, help="Show it before you have passed; your progress notes that.")
@click.pass_context
def solution_command(ctx: click.Context, name: str, give_up: bool) -> None:
    """Show how an exercise is solved, once you have passed it."""
    from dlgrade.course import Course
    from dlgrade.progress import Progress
    from dlgrade.workspace import find_workspace

    course = Course.bundled()
    path = course.topic_of(course.exercise(name)).solution_path
    workspace = find_workspace(Path.cwd())
    progress = Progress.load(workspace) if workspace else None
    if progress is None or not progress.has_passed(name):
        if not give_up:
            click.echo(_("{name} has not passed here yet: `dlgrade hint {name}` helps on.", name=name), err=True)
            click.echo(_("`dlgrade solution {name} --give-up` shows the solution.", name=name), err=True)
            ctx.exit(1)
        if progress is not None:
            progress.give_up(name)
            keep(progress)
    source = path.read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            click.echo(ast.get_source_segment(source, node))


COMMANDS = (show_command, hint_command, solution_command)
