"""The option `--lang`, of `dlgrade` itself and of the commands that grade."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import click

from dlgrade.messages import tell, use_language

Command = TypeVar("Command", bound=Callable[..., Any])
AnyCommand = TypeVar("AnyCommand", bound=click.Command)
# Where a command that was put into a language keeps the one that it was made of.
ORIGINAL = "dlgrade_original"


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value:
        use_language(value)
        if ORIGINAL in vars(ctx.command):
            vars(ctx.command).update(vars(in_language(ctx.command)))
    return value


def in_language(command: AnyCommand) -> AnyCommand:
    """The command with its help in the language in use; the command itself stays English."""
    original: AnyCommand = vars(command).get(ORIGINAL, command)
    told = copy.copy(original)
    vars(told)[ORIGINAL] = original
    told.help = tell(inspect.cleandoc(original.help)) if original.help else original.help
    told.epilog = tell(original.epilog) if original.epilog else original.epilog
    told.params = [_told(parameter) for parameter in original.params]
    if isinstance(told, click.Group) and isinstance(original, click.Group):
        told.commands = {name: in_language(inner) for name, inner in original.commands.items()}
    return told


def _told(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    told = copy.copy(parameter)
    told.help = tell(parameter.help)
    return told


def language_option(envvar: str | None = None) -> Callable[[Command], Command]:
    """`--lang`. The variable is read by `dlgrade` alone: a command must not put it above `dlgrade --lang en`."""
    return click.option(
        "--lang", envvar=envvar, type=click.Choice(["en", "tr"]), help="Language of what you read.",
        callback=_set_language, expose_value=False, is_eager=True,
    )  # fmt: skip


def speaking(command: click.Command) -> click.Command:
    """The command with `--lang`, if it has none yet; of a group each of its commands."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            speaking(inner)
    elif all(parameter.name != "lang" for parameter in command.params):
        language_option()(command)
    return command
