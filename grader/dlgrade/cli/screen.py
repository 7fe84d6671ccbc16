"""The screen of `watch`: where one stands, as text for a terminal of some size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dlgrade.messages import _, tell
from dlgrade.plots import text as letters
from dlgrade.records import Verdict
from dlgrade.reports.console import drawn
from dlgrade.reports.prose import verdict_words
from dlgrade.reports.terminal import NARROW, STYLES, bar, paragraph
from dlgrade.suite.exercise import Exercise
from dlgrade.walk import NOT_BEGUN, View, Walk

# Rows that the middle keeps, however low the terminal is.
LEAST_ROWS = 6


class Paper(NamedTuple):
    """What a terminal can show."""

    width: int
    height: int
    color: bool
    ascii_only: bool


class Scene(NamedTuple):
    """What files and course tell of the exercise at hand: where it is, what it asks, and how its week stands."""

    place: str
    is_missing: bool
    summary: str
    week: int
    passed: int
    total: int
    next_place: str


def draw(walk: Walk, scene: Scene, paper: Paper) -> str:
    """All lines of the screen; they fit it, but for a picture on a low one."""
    if walk.view is View.PICTURE and walk.drawing is not None:
        picture = letters.render(walk.drawing, width=paper.width, ascii_only=paper.ascii_only)
        back = _text([Text(""), Text(_("any key goes back"), style="dim")], paper)
        return _plain(_squeezed(picture + back, paper.height - 1), paper)
    if walk.view is View.LIST:
        return _plain(_list(walk, scene, paper), paper)
    head = _text(_head(walk, scene), paper)
    foot = _text(_foot(walk, scene, paper), paper)
    room = max(LEAST_ROWS, paper.height - 1 - head.count("\n") - foot.count("\n"))
    middle = _text([*_verdict(walk, scene, paper), *_hints(walk, 0)], paper)
    if middle.count("\n") > room:
        # The steps before the last one have been read.
        middle = _text([*_verdict(walk, scene, paper), *_hints(walk, walk.hints - 1)], paper)
    return _plain(head + clipped(middle, room, paper) + foot, paper)


def _squeezed(text: str, rows: int) -> str:
    """Without as many of its blank lines as it takes to fit."""
    lines = text.splitlines()
    while len(lines) > rows and "" in lines:
        lines.remove("")
    return "\n".join(lines) + "\n"


def clipped(text: str, rows: int, paper: Paper) -> str:
    """At most so many lines; where there are more, the middle is left out, since what is wrong is said at both ends."""
    lines = text.splitlines()
    if len(lines) <= rows:
        return text
    top = rows // 2
    left_out = _text([Text(_("({count} lines are left out)", count=len(lines) - rows + 1), style="dim")], paper)
    return "\n".join([*lines[:top], left_out.rstrip("\n"), *lines[len(lines) - (rows - top - 1) :]]) + "\n"


def _text(parts: Iterable[RenderableType], paper: Paper) -> str:
    return drawn(parts, paper.width, paper.color)


def _plain(text: str, paper: Paper) -> str:
    return text.encode("ascii", "replace").decode() if paper.ascii_only else text


def _head(walk: Walk, scene: Scene) -> list[RenderableType]:
    title = Text().append(walk.at.name, style="bold")
    if walk.at.bonus:
        title.append(f"  {_('bonus')}", style="cyan")
    title.append(f"  {scene.place}")
    return [title, *([Text(scene.summary, style="dim")] if scene.summary else [])]


def _verdict(walk: Walk, scene: Scene, paper: Paper) -> list[RenderableType]:
    """What came of the exercise at hand."""
    result = walk.results.get(walk.at.name)
    if result is not None and result.verdict not in NOT_BEGUN:
        return [paragraph(result, ascii_only=paper.ascii_only)]
    if scene.is_missing:
        return [Text(""), Text(_("It is not in your files; `r` puts its stub there."))]
    return [Text(""), Text(_("Not begun: write it, and save."))]


def _hints(walk: Walk, first: int) -> list[RenderableType]:
    """The steps that were asked for, or those of them from `first` on."""
    if not walk.hints:
        return []
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for number, hint in list(enumerate(walk.at.hints[: walk.hints], start=1))[first:]:
        table.add_row(_("hint {number}/{total}", number=number, total=len(walk.at.hints)), tell(hint))
    return [Text(""), table]


def _foot(walk: Walk, scene: Scene, paper: Paper) -> list[RenderableType]:
    parts: list[RenderableType] = [Text("")]
    parts += [Text(n.message.translated(), style="green" if n.is_good else "red") for n in walk.news]
    if walk.note is not None:
        parts.append(Text(walk.note.translated()))
    if walk.is_done:
        parts.append(Text(_("All {count} exercises are passed.", count=len(walk.exercises)), style="green"))
    elif walk.verdict(walk.at) is Verdict.PASSED and walk.next is not None:
        parts.append(Text(_("`n` goes on to {name}, {place}", name=walk.next.name, place=scene.next_place)))
    if len(parts) > 1:
        parts.append(Text(""))
    if walk.view is View.QUESTION:
        asked = _("Put the stub of {name} back? What the file holds is kept as .bak.", name=walk.at.name)
        return [*parts, Text(asked, style="bold"), *_keys([("y", _("yes")), ("n", _("no"))], paper)]
    return [*parts, _count(scene, paper), *_keys(_offered(walk), paper)]


def _count(scene: Scene, paper: Paper) -> Text:
    share = scene.passed / scene.total if scene.total else 1.0
    line = Text().append(_("week {week}", week=scene.week), style="bold").append("  ")
    line.append_text(bar(share, ascii_only=paper.ascii_only))
    return line.append(f"  {scene.passed}/{scene.total}")


def _offered(walk: Walk) -> list[tuple[str, str]]:
    words = {"h": _("hint"), "n": _("next"), "l": _("list"), "p": _("plot"), "r": _("reset"), "q": _("quit")}
    return list(words.items())


def _keys(named: list[tuple[str, str]], paper: Paper) -> list[RenderableType]:
    """Keys and what they do; a pair is not torn apart where the line ends."""
    dot = " - " if paper.ascii_only else " · "
    lines = [Text()]
    for key, word in named:
        piece = Text().append(key, style="bold").append(f" {word}")
        if lines[-1] and lines[-1].cell_len + len(dot) + piece.cell_len > paper.width:
            lines.append(Text())
        if lines[-1]:
            lines[-1].append(dot, style="dim")
        lines[-1].append_text(piece)
    return list(lines)


def _list(walk: Walk, scene: Scene, paper: Paper) -> str:
    """All exercises of the walk, or as many around the chosen one as fit."""
    keys = _keys([("j k", _("choose")), ("Enter", _("goes there")), (_("any other key"), _("goes back"))], paper)
    rows = max(LEAST_ROWS, paper.height - 3 - len(keys))
    first = min(max(0, walk.chosen - rows // 2), max(0, len(walk.exercises) - rows))
    passed = sum(walk.verdict(e) is Verdict.PASSED for e in walk.exercises)
    title = Text(_("{passed} of {total} passed", passed=passed, total=len(walk.exercises)), style="bold")
    row = _row_of(walk, paper)
    shown = [row(i, e) for i, e in enumerate(walk.exercises)][first : first + rows]
    return _text([title, *shown, Text(""), *keys], paper)


def _row_of(walk: Walk, paper: Paper) -> Callable[[int, Exercise], RenderableType]:
    words = verdict_words()
    passed, failed = ("+", "x") if paper.ascii_only else ("✓", "✗")
    widest = max(len(e.name) for e in walk.exercises) if paper.width >= NARROW else 0
    longest = max(map(len, words.values()))

    def row(number: int, exercise: Exercise) -> RenderableType:
        verdict = walk.verdict(exercise)
        is_begun = verdict not in NOT_BEGUN
        mark = passed if verdict is Verdict.PASSED else failed if is_begun else " "
        style = STYLES.get(verdict, "red") if verdict else "dim"
        line = Text().append(">" if number == walk.chosen else " ", style="bold")
        line.append(f" {mark} ", style=style).append(f"{exercise.name:<{widest}}")
        if paper.width >= NARROW:
            line.append(f"  {words[verdict or Verdict.TODO]:<{longest}}", style=style)
            line.append(f"  {exercise.topic}", style="dim")
        line.append(f"  {_('here')}" if exercise is walk.at else "").truncate(paper.width, overflow="crop")
        return line

    return row
