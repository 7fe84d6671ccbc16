"""The option `--lang`, of `dlgrade` itself and of the commands that grade."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dlgrade.messages import tell, use_language

Command = TypeVar("Command", bound=Callable[..., Any])


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value:
        use_language(value)
        _translate(ctx.command)
    return value


def _translate(command: click.Command) -> None:
    """Put the help of a command, its options and its subcommands into the language in use."""
    command.help = tell(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = tell(parameter.help)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _translate(inner)


def language_option(envvar: str | None = None) -> Callable[[Command], Command]:
    """`--lang`. The variable is read by `dlgrade` alone: a command must not put it above `dlgrade --lang en`."""
    return click.option(
        "--lang", envvar=envvar, type=click.Choice(["en", "tr"]), help="Language of what you read.",
        callback=_set_language, expose_value=False, is_eager=True,
    )  # fmt: skip
