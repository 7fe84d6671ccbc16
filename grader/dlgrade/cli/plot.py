"""`plot`: a picture of what a function gives, over what it should give."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.completion import an_exercise
from dlgrade.cli.grading import terminal_width, unicode_fits
from dlgrade.cli.language import language_option
from dlgrade.messages import _

if TYPE_CHECKING:
    from dlgrade.plots.drawing import Drawing
    from dlgrade.submission import Submission


@click.command("plot")
@click.argument("name", shell_complete=an_exercise)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE|-", help="Write an .svg or a .png; - writes SVG to standard output.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain letters, for any terminal.")
@click.option("--seed", type=int, envvar="DLGRADE_SEED", help="Seed of the inputs (default: fixed).")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.01),
    envvar="DLGRADE_TIMEOUT",
    default=5.0,
    show_default=True,
    help="Seconds that one call may take.",
)
@click.option(
    "--isolation",
    type=click.Choice(["auto", "strict", "none"]),
    envvar="DLGRADE_ISOLATION",
    default="auto",
    show_default=True,
    help="strict refuses to run below the level `standard`; none leaves the kernel out of it.",
)
@language_option()  # fmt: skip
def plot_command(name: str, path: Path | None, output: str | None, ascii_only: bool, **options: Any) -> None:
    """Show the exercise NAME as a picture: your function, in PATH or the workspace, over the reference."""
    from dlgrade.submission import read
    from dlgrade.workspace import find_workspace

    if output not in (None, "-") and Path(str(output)).suffix.lower() not in (".svg", ".png"):
        raise click.BadParameter(_("{file} is no .svg and no .png.", file=output), param_hint="-o")
    place = path or find_workspace(Path.cwd())
    drawing = _drawing(name, None if place is None else read(place), options)
    if output is None:
        from dlgrade.plots import text

        plain = ascii_only or not unicode_fits() or os.environ.get("TERM") == "dumb"
        click.echo(text.render(drawing, width=_width(), ascii_only=plain), nl=False)
        return
    _write(drawing, output)


def _drawing(name: str, submission: Submission | None, options: dict[str, Any]) -> Drawing:
    from dlgrade.course import Course
    from dlgrade.grader import Grader
    from dlgrade.portray import alone, portray
    from dlgrade.session import DEFAULT_SEED

    course = Course.bundled()
    exercise = course.exercise(name)
    seed = DEFAULT_SEED if options["seed"] is None else abs(options["seed"])
    if submission is None:
        return alone(exercise, seed)
    with (
        Grader(course, (exercise,), None, seed, options["timeout"], options["isolation"]) as grader,
        grader.session(submission) as session,
    ):
        return portray(session, exercise)


def _width() -> int:
    """Columns of the terminal, at most 100; unlike a report's, also of a narrow one."""
    import shutil

    return min(terminal_width(), shutil.get_terminal_size((80, 24)).columns)


def _write(drawing: Drawing, output: str) -> None:
    from dlgrade.plots import render

    if output == "-":
        click.echo(render.document(drawing), nl=False)
        return
    is_png = Path(output).suffix.lower() == ".png"
    raw = render.png(drawing) if is_png else render.document(drawing).encode("utf-8", "replace")
    try:
        Path(output).write_bytes(raw)
    except OSError as error:
        raise click.FileError(output, error.strerror) from None
    for sentence in drawing.sentences:
        click.echo(sentence.translated(), err=True)


COMMANDS = (plot_command,)
