"""`watch`: grade, and at each save grade again what it touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlgrade.cli.completion import any_name
from dlgrade.cli.grading import grading_options, keep, remember, terminal_width, unicode_fits, use_color
from dlgrade.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlgrade.course import Course
    from dlgrade.errors import DlgradeError
    from dlgrade.grader import Grader
    from dlgrade.records import Report
    from dlgrade.submission import Submission
    from dlgrade.suite.exercise import Exercise
    from dlgrade.watch import Grade

# Those of the options of grading that have a meaning where there is no end and no one report.
OPTIONS = {"seed", "timeout", "isolation", "reveal", "color", "lang"}


@click.command("watch")
@click.argument("name", required=False, shell_complete=any_name)
@grading_options
def watch_command(name: str | None, **options: Any) -> None:
    """Grade whenever you save, and go from one exercise to the next.

    The screen shows the exercise at hand and the keys; where there is no terminal, what is new is told in lines.

    NAME is a week, a topic or an exercise; without it all that you have begun is graded. A save has those exercises
    graded again that it touched: a comment none, a helper function those that use it.
    """
    from dlgrade.cli.terminal import is_terminal
    from dlgrade.course import Course
    from dlgrade.grader import Grader
    from dlgrade.reports.reveal import reveal
    from dlgrade.session import DEFAULT_SEED
    from dlgrade.workspace import NoWorkspace, find_workspace

    course = Course.bundled()
    exercises = course.select(name).exercises if name else course.exercises()
    workspace = find_workspace(Path.cwd())
    if workspace is None:
        raise NoWorkspace
    seed = DEFAULT_SEED if options["seed"] is None else abs(options["seed"])
    grader = Grader(
        course, exercises, None, seed, options["timeout"], options["isolation"],
        keeps_references=options["seed"] is None,
    )  # fmt: skip

    def grade(submission: Submission, wanted: tuple[Exercise, ...]) -> Report:
        return reveal(grader.grade(submission, wanted), options["reveal"])

    color = use_color(options["color"])
    if is_terminal():
        from dlgrade.cli.walk import walk_through

        walk_through(course, exercises, workspace, grader, grade, color=color, only_begun=name is None)
    else:
        _in_lines(course, exercises, workspace, grader, grade, color=color, only_begun=name is None)


watch_command.params = [p for p in watch_command.params if p.name in OPTIONS or isinstance(p, click.Argument)]


def _in_lines(
    course: Course, exercises: tuple[Exercise, ...], workspace: Path, grader: Grader, grade: Grade, *,
    color: bool, only_begun: bool,
) -> None:  # fmt: skip
    """Watch without a terminal: what is new is appended, until Ctrl-C."""
    from dlgrade.watch import Fingerprints, watch

    lines = _Lines(workspace, exercises, color)
    with grader:
        watch(
            lines.noted(_readings(workspace)), Fingerprints(course, exercises), grade, lines.show, only_begun=only_begun
        )


def _readings(workspace: Path) -> Iterator[Submission]:
    from dlgrade.watch import readings, saves

    found = readings(workspace, saves(workspace), _complain)
    yield next(found)
    click.echo(_("Watching {folder}; Ctrl-C ends it.", folder=workspace), err=True)
    yield from found


def _complain(error: DlgradeError) -> None:
    click.echo(_("Error: {message}", message=error.message.translated()), err=True)


class _Lines:
    """Shows the first report as `grade` does, and of later ones what is new; the workspace remembers the verdicts."""

    def __init__(self, workspace: Path, exercises: tuple[Exercise, ...], color: bool) -> None:
        self.workspace, self.exercises, self.color = workspace, exercises, color
        self.is_first = True
        self.submission: Submission | None = None

    def noted(self, readings: Iterator[Submission]) -> Iterator[Submission]:
        """The same, the last of which is what a report is of."""
        for self.submission in readings:
            yield self.submission

    def show(self, report: Report, so_far: Report) -> None:
        from dlgrade.workspace import State

        state = State.load(self.workspace)
        if self.submission is not None:
            remember(state, self.submission, self.exercises, report)
        keep(state)
        text = self._render(so_far) if self.is_first else self._news(report) + self._render(so_far, detail=0)
        self.is_first = False
        click.echo(text, nl=False, color=self.color)

    def _news(self, report: Report) -> str:
        """A line for each exercise that passed, and the report's paragraphs on those that did not."""
        mark = "✓" if unicode_fits() else "+"
        passed = [e.name for e in report.exercises() if str(e.verdict) == "passed"]
        lines = [click.style(f"{mark} {name}", fg="green") for name in passed]
        _topics, *others, _score = self._render(replace(report, environment={})).strip("\n").split("\n\n")
        return "".join(f"\n{paragraph}\n" for paragraph in (["\n".join(lines)] if lines else []) + others)

    def _render(self, report: Report, detail: int = 1) -> str:
        from dlgrade.reports import terminal

        width, ascii_only = terminal_width(), not unicode_fits()
        return terminal.render(report, width=width, color=self.color, ascii_only=ascii_only, detail=detail)


COMMANDS = (watch_command,)
