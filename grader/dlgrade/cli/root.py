"""`dlgrade` itself: settings, and names of the course that are commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from dlgrade import __version__
from dlgrade.cli.language import in_language, language_option
from dlgrade.messages import use_language
from dlgrade.workspace import read_settings

GRADING = ("grade", "demo", "watch", "plot", "feedback")


class CourseGroup(click.Group):
    """Commands, and beside them every week, topic and exercise: `dlgrade week3` is `dlgrade grade --only week3`."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return found and in_language(found)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_help(in_language(self), ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from dlgrade.course import Course, UnknownName

        course = Course.bundled()
        try:
            course.select(name)
        except UnknownName:
            raise UnknownName(name, [*self.commands, *course.names()]) from None
        return "grade", self.get_command(ctx, "grade"), ["--only", name, *args[1:]]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from dlgrade.cli.completion import any_name

        names = [CompletionItem(name) for name in any_name(ctx, self.params[0], incomplete)]
        return [*super().shell_complete(ctx, incomplete), *names]


@click.group(
    cls=CourseGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A week, a topic or an exercise is a command too: dlgrade week3, dlgrade relu_like, dlgrade softmax.",
)
@language_option("DLGRADE_LANG")
@click.option("-v", "--verbose", is_flag=True, help="Without a command: show the topics of every week.")
@click.version_option(__version__, prog_name="dlgrade")
@click.pass_context
def root(ctx: click.Context, verbose: bool) -> None:
    """A course in deep learning that one learns by building, and its grader.

    Without a command it shows where you are and what comes next.
    """
    settings = read_settings(Path.cwd())
    if isinstance(settings.get("lang"), str) and ctx.get_parameter_source("lang") is ParameterSource.DEFAULT:
        use_language(settings["lang"])
    ctx.default_map = {name: _known(settings) for name in GRADING}
    if isinstance(settings.get("edit_cmd"), str):
        ctx.default_map["next"] = {"edit_cmd": settings["edit_cmd"]}
    if ctx.invoked_subcommand is None:
        from dlgrade.cli.home import show_home

        show_home(ctx, verbose)


def _known(settings: dict[str, Any]) -> dict[str, Any]:
    names = ("timeout", "seed", "fail_under", "reveal", "isolation", "color")
    return {name: settings[name] for name in names if name in settings}
