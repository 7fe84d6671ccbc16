"""Any listing, by a regular expression that reads who and when from the names of files."""

from __future__ import annotations

import re
import warnings
from datetime import datetime, tzinfo

from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Entry, HandedIn, Student
from dlgrade.messages import Message, say
from dlgrade.taking_in.entries import Listing
from dlgrade.taking_in.times import moment
from dlgrade.text import sanitize
from dlgrade.wanted import is_hidden

GROUPS = ("student_id", "first_name", "last_name", "email", "timestamp")
# Names are students' to choose, and some expressions take very long on long ones.
MAX_NAME = 1000


class BadPattern(DlgradeError):
    """The expression cannot be used."""

    def __init__(self, pattern: str, why: Message | str) -> None:
        super().__init__(say("The pattern {pattern} cannot be used: {why}.", pattern=sanitize(pattern, 200), why=why))


def take(listing: Listing, pattern: str, zone: tzinfo | None = None) -> list[HandedIn]:
    """Who handed in, where the pattern matches the beginning of a file's name, folders included.

    What follows the match is the file's name below the student. Files of one student with different timestamps are
    attempts of theirs; a name in which the pattern finds no student is passed over.

    Raises:
        BadPattern: it is no regular expression, or has no group `student_id`.
    """
    compiled = _compiled(pattern)
    found: dict[tuple[str, str], tuple[HandedIn, list[Entry]]] = {}
    for entry in (*listing.files, *listing.outside):
        if len(entry.name) > MAX_NAME or _is_hidden(entry.name) or not (match := compiled.match(entry.name)):
            continue
        who = {name: match[name] or "" if name in compiled.groupindex else "" for name in GROUPS}
        if not who["student_id"]:
            continue
        key = (who["student_id"], who["timestamp"])
        if key not in found:
            person = Student(who["student_id"], who["first_name"], who["last_name"], who["email"])
            found[key] = HandedIn(person, match[0].strip("/"), (), _at(who["timestamp"], zone)), []
        found[key][1].append(Entry(_rest(entry.name, match.end()), entry.read, entry.modified))
    return [
        HandedIn(one.student, one.label, tuple(entries), one.at, one.is_late, one.number)
        for one, entries in found.values()
    ]


def _is_hidden(name: str) -> bool:
    """An id may be anything, `../../etc` even: it is a name and no place."""
    return is_hidden("/".join(part for part in name.split("/") if part != ".."))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(pattern, sanitize(str(error), 200)) from None
    if "student_id" not in compiled.groupindex:
        raise BadPattern(pattern, say("it needs a group {group}", group="(?P<student_id>…)"))
    return compiled


def _at(text: str, zone: tzinfo | None) -> datetime | None:
    return moment(text, zone) if text else None


def _rest(name: str, end: int) -> str:
    """What follows the match; the whole last part of the name where that is nothing but an ending."""
    rest = name[end:].lstrip("/")
    if name[end : end + 1] == "/" or name[end - 1 : end] == "/":
        return rest
    return name[name.rfind("/", 0, end) + 1 :] if not rest or rest.startswith(".") else rest
