"""What is to be said of a student beside the points, for every form of a class."""

from __future__ import annotations

from collections.abc import Iterator

from dlgrade.messages import _
from dlgrade.records import Verdict
from dlgrade.reports.prose import number, verdict_words
from dlgrade.standing import Standing


def remarks(standing: Standing) -> Iterator[str]:
    """Shortest first. What a student has a hand in is not made safe here."""
    if not standing.was_handed_in:
        yield _("not handed in")
    verdicts = {e.verdict for e in standing.exercises}
    if len(verdicts) == 1 and (only := verdicts.pop()) and only != Verdict.PASSED:
        yield _("all {verdict}", verdict=verdict_words()[Verdict(only)])
    if standing.bonus:
        yield _("+{points} bonus", points=number(standing.bonus))
    if standing.deduction:
        yield _("late: −{percent} %", percent=number(100 * standing.deduction))
    elif standing.is_late:
        yield _("late")
    if standing.attempts > 1:
        yield _("attempt {number} of {count}", number=standing.number, count=standing.attempts)
    if given := [e for e in standing.exercises if e.override]:
        yield _("by hand: {names}", names=", ".join(e.name for e in given))
    if standing.problem:
        yield standing.problem.translated()
