"""What lateness costs: a policy such as `10%/day, max 5 days`, read and applied. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import timedelta

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.text import sanitize

UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
SHORT = {"min": "minute", "h": "hour", "d": "day", "w": "week"}
_RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%\s*(?:/|per|a)\s*([a-z]+)")
_MOST = re.compile(r"max(?:imum)?\s*(\d+(?:[.,]\d+)?)\s*%")
_LAST = re.compile(r"max(?:imum)?\s*(\d+(?:[.,]\d+)?)\s*([a-z]+)")
_GRACE = re.compile(r"grace\s*(\d+(?:[.,]\d+)?)\s*([a-z]+)")


class BadPolicy(DlgradeError):
    """The text is no late policy."""

    def __init__(self, text: str, part: str) -> None:
        super().__init__(
            say(
                "The late policy {text} cannot be read at {part}; write it as 10%/day, max 5 days, or 5%/hour, "
                "max 50%, grace 15 min.",
                text=repr(sanitize(text, 80)), part=repr(sanitize(part, 40)),
            )
        )  # fmt: skip


@dataclass(frozen=True)
class LatePolicy:
    """`share` of the score is lost for each begun `unit`, `most` at most; beyond `last` everything is.

    Within `grace` nothing is lost; beyond it all of the delay counts.
    """

    share: float
    unit: timedelta
    most: float = 1.0
    last: timedelta | None = None
    grace: timedelta = timedelta(0)

    def deduction(self, late_by: timedelta | None) -> float:
        """The share of the score that is lost. A delay that is not known, None, counts as one begun unit."""
        if late_by is None:
            return min(self.share, self.most)
        if late_by <= max(self.grace, timedelta(0)):
            return 0.0
        if self.last is not None and late_by > self.last:
            return 1.0
        return min(self.share * math.ceil(late_by / self.unit), self.most)


def read_policy(text: str) -> LatePolicy:
    """Read `10%/day, max 5 days`: a rate, and in any order what it is bounded by.

    `max 5 days` is the last moment at which anything is given, `max 50%` the most that is lost, `grace 15 min` what
    is forgiven.

    Raises:
        BadPolicy: a part of it is none of these, or there is no rate.
    """
    rate: tuple[float, timedelta] | None = None
    most, last, grace = 1.0, None, timedelta(0)
    for part in (p.strip() for p in re.split(r",(?!\d)|;", text.casefold())):
        if (found := _RATE.fullmatch(part)) and rate is None:
            rate = _number(found[1]) / 100, _unit(found[2], text, part)
        elif found := _MOST.fullmatch(part):
            most = min(1.0, _number(found[1]) / 100)
        elif found := _LAST.fullmatch(part):
            last = _span(found, text)
        elif found := _GRACE.fullmatch(part):
            grace = _span(found, text)
        else:
            raise BadPolicy(text, part)
    if rate is None:
        raise BadPolicy(text, text)
    return LatePolicy(rate[0], rate[1], most, last, grace)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _span(found: re.Match[str], text: str) -> timedelta:
    try:
        return _number(found[1]) * _unit(found[2], text, found[0])
    except OverflowError:
        raise BadPolicy(text, found[0]) from None


def _unit(word: str, text: str, part: str) -> timedelta:
    name = SHORT.get(word, word).removesuffix("s")
    if name not in UNITS:
        raise BadPolicy(text, part)
    return UNITS[name]
