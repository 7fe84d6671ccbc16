"""Canvas' zip of all submissions of an assignment, as it is or unpacked: flat files.

The form is that of Canvas' source, `lib/content_zipper.rb`: `<name>_[LATE_]<user>_<attachment>_<file>`, the name
sortable (family name first), in lower case and with neither blanks nor commas. Where marking is anonymous, `anon_<id>`
stands in the place of name and user. Text and links that were handed in are `…_text.html` and `…_link.html`, without
attachment. The zip holds the last attempt of each. A file that was uploaded again under its old name got `-1`, `-2` …
before its ending (`make_unique_filename` in `app/models/attachment.rb`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from dlgrade.handed_in import Entry, HandedIn, Student
from dlgrade.taking_in.entries import Listing, visible
from dlgrade.taking_in.folders import is_gradable, students

_WHO = r"(?:(?P<anon_late>LATE_)?anon_(?P<anon>[^_]+)|(?P<name>[^A-Z]{least}?)_(?P<late>LATE_)?(?P<user>\d+))"
_WHAT = r"_(?:(?P<attachment>\d+)_(?P<file>.+)|(?:text|link)\.html)"
_FORM = re.compile(_WHO.replace("{least}", "+") + _WHAT, re.DOTALL)
_AGAIN = re.compile(r"(?P<stem>.+)-\d{1,2}(?P<ending>(?:\.[A-Za-z][A-Za-z0-9]*)*\.[A-Za-z0-9]+)", re.DOTALL)


@dataclass
class _Read:
    """One file's name, read."""

    name: str
    user: str
    is_late: bool
    file: str
    entry: Entry


def take(listing: Listing) -> list[HandedIn] | None:
    """Who handed in, by user numbers. None where most files that could be graded have other names."""
    read, strays = [], []
    for top in listing.tops.values():
        one = None if top.is_folder else _read(top.entries[-1])
        if one:
            read.append(one)
        elif top.is_folder or is_gradable(top.name):
            strays.append(top)
    if not read or len(strays) > len(read):
        return None
    by_user: dict[str, list[_Read]] = {}
    for one in _told_apart(read):
        by_user.setdefault(one.user, []).append(one)
    return [_handed_in(user, files) for user, files in by_user.items()] + students(strays)


def _read(entry: Entry, least: int = 0) -> _Read | None:
    """The name read with the shortest name of a student that has at least so many characters."""
    form = re.compile(_WHO.replace("{least}", f"{{{least},}}") + _WHAT, re.DOTALL) if least else _FORM
    if not (match := form.fullmatch(entry.name)):
        return None
    name, user = match["name"] or "", match["user"] or match["anon"]
    return _Read(name, user, bool(match["late"] or match["anon_late"]), match["file"] or "", entry)


def _told_apart(read: list[_Read]) -> list[_Read]:
    """A name that ends in numbers makes its files look like another user's: `x_7` beside `ayse` of user 7.

    A user goes by one name. Where there are several, the ones that can be read with a longer name are.
    """
    names: dict[str, set[str]] = {}
    for one in read:
        names.setdefault(one.user, set()).add(one.name)
    told = []
    for one in read:
        longer = _read(one.entry, len(one.name) + 1) if len(names[one.user]) > 1 else None
        told.append(longer or one)
    return told


def _handed_in(user: str, files: list[_Read]) -> HandedIn:
    names = Counter(_first_name(one.file) for one in files)
    entries = [
        Entry(
            _first_name(one.file) if names[_first_name(one.file)] == 1 else one.file, one.entry.read, one.entry.modified
        )
        for one in files
        if one.file
    ]
    first = files[0]
    late = "LATE_" if first.is_late else ""
    label = f"{first.name}_{late}{user}" if first.name else f"{late}anon_{user}"
    return HandedIn(Student(user, "", first.name), label, visible(entries), is_late=any(one.is_late for one in files))


def _first_name(file: str) -> str:
    """The name under which a file was uploaded first."""
    again = _AGAIN.fullmatch(file)
    return again["stem"] + again["ending"] if again else file
