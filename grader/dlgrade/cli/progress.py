"""How far a class is graded: a bar with the rate and the time that is left, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from dlgrade.messages import _

Item = TypeVar("Item")
# Where there is no terminal a line is written each time that so much more of the class is done.
STEP = 0.1


class _Rate(ProgressColumn):
    """Submissions a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(_("{rate} a second", rate=f"{speed:.1f}") if speed else "", style="dim")


def watched(items: Iterable[Item], done: Callable[[], int], total: int) -> Iterator[Item]:
    """The items as they come, with a bar beside them; `done` counts what is finished of `total`."""
    if not sys.stderr.isatty():
        yield from _in_lines(items, done, total)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeElapsedColumn(),
        TextColumn(_("left:")), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(_("grading"), total=total)
        for item in items:
            progress.update(task, completed=done())
            yield item
        progress.update(task, completed=done())


def _in_lines(items: Iterable[Item], done: Callable[[], int], total: int) -> Iterator[Item]:
    told = 0.0
    for item in items:
        if total and done() / total >= told + STEP:
            told = done() / total
            print(_("graded {done} of {total}", done=done(), total=total), file=sys.stderr, flush=True)
        yield item
