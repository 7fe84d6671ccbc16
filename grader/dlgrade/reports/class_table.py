"""A class at a terminal: a line for each student, then how it went as a whole."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from dlgrade.changes import Change
from dlgrade.messages import _
from dlgrade.records import Verdict
from dlgrade.reports.console import drawn
from dlgrade.reports.prose import number, verdict_words
from dlgrade.reports.remarks import remarks as remarks_of
from dlgrade.standing import ExerciseScore, Standing
from dlgrade.text import sanitize

# Lines of the hardest exercises and of the commonest misconceptions.
MOST = 5


def render(standings: Sequence[Standing], *, width: int = 80, color: bool = False, is_whole: bool = True) -> str:
    """The class as text; with `is_whole` also how it went altogether."""
    table = [_table(standings, width)] if standings else []
    return drawn([*table, *(_summary(standings) if is_whole else ())], width, color)


def _table(standings: Sequence[Standing], width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(_("student"), overflow="fold", max_width=max(12, width // 3))
    table.add_column(_("name"), overflow="fold", max_width=max(12, width // 4))
    table.add_column(_("points"), justify="right", no_wrap=True)
    table.add_column("%", justify="right", no_wrap=True)
    table.add_column(_("remarks"), overflow="fold")
    for standing in standings:
        remarks = ", ".join(remarks_of(standing))
        percent = Text(f"{standing.percent:.0f}", style="green" if standing.percent >= 100 - 1e-9 else "")
        table.add_row(
            sanitize(standing.student.id, 60) or "''", sanitize(standing.student.name, 60),
            f"{number(standing.final)}/{number(standing.max_score)}", percent, remarks,
        )  # fmt: skip
    return table


def _summary(standings: Sequence[Standing]) -> Iterable[str]:
    there = [s for s in standings if s.was_handed_in]
    yield ""
    counts = {"count": len(standings), "there": len(there), "missing": len(standings) - len(there)}
    yield _("students: {count}, handed in: {there}, missing: {missing}", **counts)
    if there:
        shares = [s.percent for s in there]
        yield _(
            "of those who did: mean {mean} %, median {median} %, least {least} %, most {most} %",
            mean=number(statistics.mean(shares)), median=number(statistics.median(shares)),
            least=number(min(shares)), most=number(max(shares)),
        )  # fmt: skip
    passed: Counter[str] = Counter(e.name for s in there for e in s.exercises if e.verdict == Verdict.PASSED)
    tried = {e.name: 0 for s in there for e in s.exercises}
    hardest = sorted(((passed[name], name) for name in tried if passed[name] < len(there)), key=lambda pair: pair[0])
    if hardest:
        yield _("hardest: {names}", names=", ".join(f"{name} {count}/{len(there)}" for count, name in hardest[:MOST]))
    known = Counter(e.misconception for s in there for e in s.exercises if e.misconception)
    for diagnosis, count in known.most_common(MOST):
        yield f"{count} × {diagnosis}"


def render_summary(standings: Sequence[Standing], *, width: int = 80, color: bool = False) -> str:
    """How the class went altogether."""
    return drawn(_summary(standings), width, color)


def render_changes(found: Sequence[Change], *, width: int = 80, color: bool = False) -> str:
    """Whose score changed, and by which exercises."""
    return drawn(_changes(found) if found else [_("No score changed.")], width, color)


def _changes(found: Sequence[Change]) -> Iterable[Text]:
    for change in found:
        who = " ".join(filter(None, (sanitize(change.student.id, 60), sanitize(change.student.name, 60))))
        style = "red" if change.after < change.before else "green" if change.after > change.before else ""
        yield Text(f"{who}: {number(change.before)} → {number(change.after)}", style=style)
        for before, after in change.exercises:
            yield Text(f"  {_sentence(before, after)}")


def _sentence(before: ExerciseScore | None, after: ExerciseScore | None) -> str:
    words = {str(verdict): word for verdict, word in verdict_words().items()}

    def side(score: ExerciseScore | None) -> str:
        if score is None:
            return _("not asked")
        word = words.get(score.verdict or "", _("not graded"))
        return f"{number(score.score)} ({word}{f', {score.diagnosis}' if score.diagnosis else ''})"

    name = after.name if after else before.name if before else ""
    return f"{name}: {side(before)} → {side(after)}"
