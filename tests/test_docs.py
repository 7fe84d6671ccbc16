"""What the pages tell a reader to type is what the program takes."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from conftest import ROOT
from dlgrade.cli.root import root

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(dlgrade [^`]+)`")


def commands(text: str) -> list[str]:
    """What begins with `dlgrade`, in blocks and within lines; a comment is no part of it."""
    lines = [line.partition("  #")[0] for block in FENCED.findall(text) for line in block.splitlines()]
    return [
        line.strip() for line in [*lines, *INLINE.findall(text)] if re.match(r"(\.venv/bin/)?dlgrade ", line.strip())
    ]


ALL = sorted({(page.name, command) for page in PAGES for command in commands(page.read_text(encoding="utf-8"))})


@pytest.mark.parametrize(("page", "command"), ALL, ids=lambda value: value)
def test_a_command_of_a_page_names_what_there_is(page: str, command: str) -> None:
    words = [word for word in shlex.split(command)[1:] if word != "…"]
    context = click.Context(root, info_name="dlgrade")
    # A placeholder for a week's number.
    words = [re.sub(r"^weekN$", "week3", word) for word in words]
    if words[0].startswith("-"):
        root.make_parser(context).parse_args(words)
        return
    name, found, rest = root.resolve_command(context, words)
    assert found is not None
    found.make_parser(click.Context(found, info_name=name, parent=context)).parse_args(rest)


def test_there_are_commands_in_the_pages() -> None:
    assert len(ALL) > 20
