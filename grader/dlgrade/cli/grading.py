"""Commands that grade: `grade` and its shorthands, `demo`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dlgrade.cli.language import language_option
from dlgrade.messages import _
from dlgrade.reports import LEVELS

if TYPE_CHECKING:
    from dlgrade.course import Course, Selection
    from dlgrade.records import Report
    from dlgrade.submission import Submission
    from dlgrade.suite.exercise import Exercise

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--json", "json_file", metavar="FILE|-", help="Write the report as JSON; - is standard output."),
    click.option("--html", "html_file", metavar="FILE|-", help="Write it as a page, to read, to print or to send."),
    click.option("--junit", "junit_file", metavar="FILE|-", help="Write it as JUnit XML, for GitLab and Jenkins."),
    click.option("--markdown", "markdown_file", metavar="FILE|-", help="Write it as Markdown, for a job's summary."),
    click.option("--seed", type=int, envvar="DLGRADE_SEED", help="Seed of the hidden inputs (default: fixed)."),
    click.option(
        "--timeout", type=click.FloatRange(min=0.01), envvar="DLGRADE_TIMEOUT", default=5.0, show_default=True,
        help="Seconds that one call may take.",
    ),
    click.option(
        "--isolation", type=click.Choice(["auto", "strict", "none"]), envvar="DLGRADE_ISOLATION", default="auto",
        show_default=True, help="strict refuses to run below the level `standard`; none leaves the kernel out of it.",
    ),
    click.option(
        "--fail-under", type=click.FloatRange(0, 100), envvar="DLGRADE_FAIL_UNDER", default=100.0,
        show_default=True, metavar="PERCENT", help="Exit with 1 below this percentage.",
    ),
    click.option(
        "--reveal", type=click.Choice(LEVELS), envvar="DLGRADE_REVEAL", default="full",
        show_default=True, help="How much a failing hidden case tells.",
    ),
    click.option("--partial", is_flag=True, help="Give points for what fails because a function that it uses does."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 instead of 1 or 4."),
    click.option("-q", "--quiet", is_flag=True, help="Show the score alone."),
    click.option("-v", "--verbose", is_flag=True, help="Show every case."),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), envvar="DLGRADE_COLOR", default="auto",
        show_default=True, help="NO_COLOR is heeded as well.",
    ),
    language_option(),
)  # fmt: skip


def grading_options(command: Command) -> Command:
    """The options that all grading commands share."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("grade")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--week", type=int, help="Grade this week.")
@click.option("--only", metavar="NAME", hidden=True)
@grading_options
def grade_command(path: Path | None, week: int | None, only: str | None, **options: Any) -> None:
    """Grade PATH, or the workspace: a folder, a .py, a notebook, a .zip or .tar.gz."""
    from dlgrade.course import Course
    from dlgrade.errors import DlgradeError
    from dlgrade.submission import read
    from dlgrade.workspace import NoWorkspace, State, find_workspace

    if week is not None and only is not None:
        raise click.UsageError(_("Give --week or a name, not both."))
    course = Course.bundled()
    selection = _select(course, week, only)
    workspace = find_workspace(Path.cwd())
    if path is None and workspace is None:
        raise NoWorkspace
    try:
        submission = read(path or workspace)  # type: ignore[arg-type]
    except DlgradeError as error:
        if options["exit_zero"] and error.exit_code == 4:
            click.echo(_("Error: {message}", message=error.message.translated()), err=True)
            return
        raise
    graded = _run(course, selection, submission, options)
    if path is None and workspace is not None:
        state = State.load(workspace)
        remember(state, submission, selection.exercises, graded.report)
        keep(state)
        graded.hints_seen |= state.hints
    _finish(graded, submission, options)


@click.command("demo")
@grading_options
def demo_command(**options: Any) -> None:
    """Grade a half-finished submission that comes with dlgrade: some right, some wrong, some not begun."""
    from dlgrade.course import Course
    from dlgrade.submission import read

    course = Course.bundled()
    submission = read(course.demo_dir, "demo")
    graded = _run(course, course.select("week3"), submission, options)
    if any(str(e.verdict) == "grader_fault" for e in graded.report.exercises()):
        _finish(graded, submission, options)
    _show(graded, options)
    click.echo(_("\nThat was the demo. Now your own: `dlgrade init`, then `dlgrade week3`."), err=True)


def _select(course: Course, week: int | None, only: str | None) -> Selection:
    from dlgrade.course import Selection

    if only is not None:
        return course.select(only)
    if week is not None:
        return course.select(f"week{week}")
    return Selection("all", None, course.exercises())


@dataclass
class _Graded:
    """A report and what a page tells beside it."""

    report: Report
    course: Course
    exercises: tuple[Exercise, ...]
    pictures: dict[str, str]
    hints_seen: dict[str, int] = field(default_factory=dict)

    def page(self) -> str:
        from dlgrade.about import gather
        from dlgrade.reports import html

        return html.render(self.report, gather(self.course, self.exercises, self.hints_seen), self.pictures)


def _run(course: Course, selection: Selection, submission: Submission, options: dict[str, Any]) -> _Graded:
    from dlgrade.grader import Grader
    from dlgrade.reports.reveal import reveal
    from dlgrade.session import DEFAULT_SEED

    seed = DEFAULT_SEED if options["seed"] is None else options["seed"]
    with Grader(
        course, selection.exercises, selection.week, abs(seed), options["timeout"], options["isolation"],
        keeps_references=options["seed"] is None, is_partial=options["partial"],
    ) as grader:  # fmt: skip
        report = grader.grade(submission)
        pictures: dict[str, str] = {}
        # A picture tells what is expected.
        if options["html_file"] is not None and options["reveal"] == "full":
            from dlgrade.illustrations import illustrations

            pictures = illustrations(grader, submission, report)
    return _Graded(reveal(report, options["reveal"]), course, selection.exercises, pictures)


def _finish(graded: _Graded, submission: Submission, options: dict[str, Any]) -> None:
    """Show the report and exit with its code."""
    _show(graded, options)
    report = graded.report
    code = exit_code(report, submission, options["fail_under"])
    if code == 5:
        click.echo(_("None of these exercises is in {path}.", path=report.path), err=True)
    if options["exit_zero"] and code in (1, 4):
        code = 0
    click.get_current_context().exit(code)


def exit_code(report: Report, submission: Submission, fail_under: float) -> int:
    """The contract's exit code of a report."""
    verdicts = {str(e.verdict) for e in report.exercises()}
    if "grader_fault" in verdicts:
        return 3
    if submission.unreadable:
        return 4
    if verdicts <= {"missing"}:
        return 5
    return 0 if report.percent >= fail_under - 1e-9 else 1


def _show(graded: _Graded, options: dict[str, Any]) -> None:
    """Write the files that were asked for, and show the report unless one of them goes to standard output."""
    from dlgrade.reports import json as json_report
    from dlgrade.reports import junit, markdown, terminal

    report = graded.report
    forms: dict[str, Callable[[], str]] = {
        "json_file": lambda: json_report.render(report),
        "html_file": graded.page,
        "junit_file": lambda: junit.render(report),
        "markdown_file": lambda: markdown.render(report),
    }
    targets = {name: options[name] for name in forms if options[name] is not None}
    for name, target in targets.items():
        _write(target, forms[name]())
    if "-" in targets.values():
        return
    color = use_color(options["color"])
    detail = 0 if options["quiet"] else 2 if options["verbose"] else 1
    text = terminal.render(report, width=terminal_width(), color=color, ascii_only=not unicode_fits(), detail=detail)
    click.echo(text, nl=False, color=color)


def _write(target: str, text: str) -> None:
    if target == "-":
        # The forms say that they are UTF-8, whatever the console is.
        click.echo(text.encode("utf-8", "replace"), nl=False)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(target, error.strerror) from None


def remember(state: Any, submission: Submission, exercises: Iterable[Exercise], report: Report) -> None:
    """Note the verdicts, and of which source: an attempt is a grading of another one than before."""
    from dlgrade.progress import NOT_BEGUN
    from dlgrade.touched import sources

    verdicts = {e.name: str(e.verdict) for e in report.exercises()}
    tried = [e for e in exercises if verdicts.get(e.name, NOT_BEGUN[0]) not in NOT_BEGUN]
    state.remember(verdicts.items(), sources(submission, tried))


def keep(state: Any) -> None:
    """Save what is remembered, or say why that cannot be done."""
    trouble = state.keep()
    if trouble is not None:
        click.echo(trouble.translated(), err=True)


def use_color(choice: str) -> bool:
    """Whether to colour standard output: the option, then NO_COLOR, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def terminal_width() -> int:
    """Columns of the terminal, at most 100; 80 where there is none."""
    import shutil

    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def unicode_fits() -> bool:
    """Whether standard output can show the signs of the report."""
    try:
        "█░✓✗→".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


COMMANDS = (grade_command, demo_command)
