"""Several attempts of a student: numbered in the order of time, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from dlgrade.handed_in import HandedIn

_EARLIEST = datetime.min.replace(tzinfo=UTC)


def in_order(attempts: Iterable[HandedIn]) -> list[HandedIn]:
    """The earliest first. What has no time goes before what has; otherwise it stays in the order given."""
    return sorted(attempts, key=lambda a: (a.at is not None, a.at or _EARLIEST))


def numbered(handed_in: Iterable[HandedIn]) -> list[HandedIn]:
    """The same, the attempts of each student numbered from 1; a student's only attempt keeps its number."""
    by_student: dict[str, list[HandedIn]] = {}
    for one in handed_in:
        by_student.setdefault(one.student.id, []).append(one)
    found: list[HandedIn] = []
    for attempts in by_student.values():
        ordered = in_order(attempts)
        found += ordered if len(ordered) == 1 else [replace(a, number=n) for n, a in enumerate(ordered, 1)]
    return found


def counting(attempts: Sequence[HandedIn], rule: Literal["last", "first"] = "last") -> HandedIn:
    """The attempt of one student that counts."""
    numbers = sorted(attempts, key=lambda a: a.number)
    return numbers[-1] if rule == "last" else numbers[0]
