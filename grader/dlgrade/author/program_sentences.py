"""What the program says: sentences of its rooms and templates, the help of its commands, the laws."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from dlgrade.author.course_sentences import Said, written_in
from dlgrade.suite.laws import LAWS

ROOT = Path(__file__).resolve().parent.parent
_IN_TEMPLATE = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')


def of_program(root: click.Command) -> list[Said]:
    """Everything, each sentence once; `root` is the command `dlgrade`."""
    found: dict[str, Said] = {}
    for one in _all(root):
        if one.sentence.strip():
            found.setdefault(one.sentence, one)
    return list(found.values())


def _all(root: click.Command) -> Iterator[Said]:
    yield from _help(root, "dlgrade")
    for law in LAWS.values():
        yield Said(law.sentence, "a law of all exercises: name of a case")
        yield Said(law.remedy, "a law of all exercises: misconception")
    for path in sorted(ROOT.rglob("*.py")):
        yield from written_in(path, path.relative_to(ROOT).as_posix())
    for path in sorted(ROOT.rglob("*.j2")):
        for sentence in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield Said(sentence.replace('\\"', '"'), path.relative_to(ROOT).as_posix())


def _help(command: click.Command, name: str) -> Iterator[Said]:
    yield Said(inspect.cleandoc(command.help or ""), f"help of {name}")
    yield Said(command.epilog or "", f"help of {name}")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield Said(parameter.help or "", f"option of {name}")
    for inner, found in sorted(command.commands.items()) if isinstance(command, click.Group) else ():
        yield from _help(found, f"{name} {inner}")
