"""The report for a person at a terminal: a bar per topic, then what did not pass and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dlgrade.messages import Message, _, tell
from dlgrade.records import ExerciseResult, Report, TopicResult, Verdict
from dlgrade.reports.console import drawn
from dlgrade.reports.prose import NOT_TRIED, by_fault, fault_of_all_cases, number, percent, verdict_words

BAR_WIDTH = 20
NARROW = 60
STYLES = {Verdict.PASSED: "green", Verdict.GRADER_FAULT: "magenta", **dict.fromkeys(NOT_TRIED, "dim")}


def render(report: Report, *, width: int = 80, color: bool = False, ascii_only: bool = False, detail: int = 1) -> str:
    """The report as text. `detail` 0 is the score alone, 2 lists every case."""
    marks = _Marks(ascii_only)
    text = drawn(_parts(report, marks, width, detail), width, color)
    return text.encode("ascii", "replace").decode() if ascii_only else text


def paragraph(result: ExerciseResult, *, ascii_only: bool = False) -> RenderableType:
    """What the report tells of one exercise."""
    return _exercise(result, _Marks(ascii_only), detail=1)


def bar(share: float, *, ascii_only: bool = False) -> Text:
    """A bar as the report's."""
    return _Marks(ascii_only).bar(share)


def _parts(report: Report, marks: _Marks, width: int, detail: int) -> Iterator[RenderableType]:
    if detail:
        yield _topics(report, marks, width)
        for block in by_fault(_told(report, detail)):
            yield _exercise(block[0], marks, detail) if len(block) == 1 else _together(block, marks)
        yield from _not_tried(report)
        if (wall := _wall(report, detail)) is not None:
            yield wall
    yield _score_line(report, marks)


def _told(report: Report, detail: int) -> Iterator[ExerciseResult]:
    """The exercises to tell of."""
    for result in report.exercises():
        if result.verdict not in NOT_TRIED and (result.verdict is not Verdict.PASSED or detail > 1):
            yield result


def _wall(report: Report, detail: int) -> Text | None:
    """What held the submission, where that is asked or where it is no more than anywhere."""
    isolation = report.environment.get("isolation", {})
    if isolation.get("level") == "basic" and isolation["active"]:
        return Text(_("local result (isolation: basic)"), style="dim")
    if detail < 2 or not isolation:
        return None
    layers = ", ".join(isolation["active"])
    return Text(_("isolation: {level} ({layers})", level=isolation["level"], layers=layers), style="dim")


class _Marks:
    """The signs that need Unicode, and what stands for them without it."""

    def __init__(self, ascii_only: bool) -> None:
        self.full, self.rest = ("#", ".") if ascii_only else ("█", "░")
        self.passed, self.not_passed = ("+", "x") if ascii_only else ("✓", "✗")

    def bar(self, share: float, width: int = BAR_WIDTH) -> Text:
        # A bar is full only when nothing is missing.
        filled = width if share >= 1 else min(width - 1, round(share * width))
        bar = Text(self.full * filled, style="green" if share >= 1 else "yellow")
        return bar.append(self.rest * (width - filled), style="dim")


def _topics(report: Report, marks: _Marks, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    # Where space is short the bar goes, not the name or the points.
    has_bar = width >= NARROW
    table.add_column(overflow="fold")
    if has_bar:
        table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for topic in report.topics:
        share = topic.score / topic.max_score if topic.max_score else float(_all_passed(topic))
        points = f"{number(topic.score)}/{number(topic.max_score)}"
        table.add_row(topic.topic, *([marks.bar(share)] if has_bar else []), points, _counts(topic))
    return Padding(table, (1, 0, 0, 0))


def _all_passed(topic: TopicResult) -> bool:
    return all(e.verdict is Verdict.PASSED for e in topic.exercises)


def _counts(topic: TopicResult) -> Text:
    words = verdict_words()
    counts = Counter(e.verdict for e in topic.exercises)
    line = Text()
    for verdict in Verdict:
        if counts[verdict]:
            line.append(", " if line else "")
            line.append(f"{counts[verdict]} {words[verdict]}", style=STYLES.get(verdict, "red"))
    if topic.bonus:
        line.append(f", +{number(topic.bonus)} {_('bonus')}", style="cyan")
    return line


def _together(block: list[ExerciseResult], marks: _Marks) -> RenderableType:
    head = Text(f"{marks.not_passed} ", style="red").append(", ".join(r.name for r in block), style="bold red")
    head.append(f"  {verdict_words()[block[0].verdict]}", style="red")
    fault = fault_of_all_cases(block[0])
    return Group(Text(""), head, Padding(Text(fault.translated() if fault else ""), (0, 0, 0, 2)))


def _exercise(result: ExerciseResult, marks: _Marks, detail: int) -> RenderableType:
    style = STYLES.get(result.verdict, "red")
    mark = marks.passed if result.verdict is Verdict.PASSED else marks.not_passed
    head = Text(f"{mark} ", style=style).append(result.name, style=f"bold {style}")
    head.append(f"  {verdict_words()[result.verdict]}", style=style)
    head.append(f"  {number(result.score)}/{number(result.max_score)}", style="dim")
    lines: list[RenderableType] = [Text(""), head]
    if detail > 1:
        lines += [_case_line(c.name, c.verdict, c.message, marks) for c in result.cases]
    else:
        lines += _first_fault(result)
    lines += _counterexample(result)
    if result.diagnosis:
        text = Text("→ " if marks.passed == "✓" else "-> ", style="bold").append(result.diagnosis.message.translated())
        lines.append(Padding(text, (0, 0, 0, 2)))
    return Group(*lines)


def _first_fault(result: ExerciseResult) -> list[RenderableType]:
    case = result.first_not_passed()
    if case is None:
        return []
    if fault := fault_of_all_cases(result):
        return [Padding(Text(fault.translated()), (0, 0, 0, 2))]
    lines = [_sentence(case.name, case.message)]
    left = sum(c.verdict is not Verdict.PASSED for c in result.cases) - 1
    if left:
        more = _("and {count} of {total} other cases", count=left, total=len(result.cases) - 1)
        lines.append(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    return lines


def _sentence(name: str, message: Message | None) -> RenderableType:
    text = Text(tell(name), style="italic")
    if message is not None:
        text.append(": ", style="not italic").append(message.translated(), style="not italic")
    return Padding(text, (0, 0, 0, 2))


def _case_line(name: str, verdict: Verdict, message: Message | None, marks: _Marks) -> RenderableType:
    mark = marks.passed if verdict is Verdict.PASSED else marks.not_passed
    text = Text(f"{mark} ", style=STYLES.get(verdict, "red")).append(tell(name))
    if message is not None:
        text.append(f": {message.translated()}")
    return Padding(text, (0, 0, 0, 2))


def _counterexample(result: ExerciseResult) -> list[RenderableType]:
    found = result.counterexample
    if found is None:
        return []
    rows = [(_("call"), found.call), (_("got"), found.got)]
    if found.expected:
        rows.append((_("expected"), found.expected))
    widest = max(cell_len(label) for label, _text in rows)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="dim", min_width=widest)
    table.add_column(overflow="fold")
    for label, text in rows:
        table.add_row(label, text)
    return [Padding(table, (0, 0, 0, 2))]


def _not_tried(report: Report) -> list[RenderableType]:
    """Exercises that nobody has begun, a line for each verdict: they need no explanation."""
    lines: list[RenderableType] = []
    for verdict in NOT_TRIED:
        names = [e.name for e in report.exercises() if e.verdict is verdict]
        if names:
            head = Text(f"{verdict_words()[verdict]} ({len(names)}): ", style="bold")
            lines += [Text(""), head.append(", ".join(names), style="not bold")]
    return lines


def _score_line(report: Report, marks: _Marks) -> RenderableType:
    line = Text("\n").append(f"{report.submission_id}  ", style="bold")
    line.append_text(marks.bar(report.percent / 100)).append("  ")
    line.append(percent(report.percent), style="bold")
    line.append(f"  {number(report.score)}/{number(report.max_score)}")
    if report.bonus:
        line.append(f"  +{number(report.bonus)} {_('bonus')}", style="cyan")
    return line
