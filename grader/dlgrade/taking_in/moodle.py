"""Moodle's zip of all submissions of an assignment, as it is or unpacked.

The form is that of Moodle's source, `mod/assign/classes/downloader.php` (since 4.1) and, before, `download_submissions`
in `mod/assign/locallib.php`: `<full name>_<participant number>_assignsubmission_<plugin>` begins the name of a folder
(before 4.1 with a `_` after it) or, where "download in folders" is off, of each file. A `_` in a full name becomes a
blank. Under blind marking the name is `Participant`, in the language of whoever downloads. A team's submission goes by
the team's name and number, before 4.1 by `<team>-<full name>` and the participant's number; those without a team share
`Default group`, which has no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dlgrade.handed_in import Entry, HandedIn
from dlgrade.taking_in.entries import Listing, Top, visible
from dlgrade.taking_in.folders import students
from dlgrade.taking_in.people import folded, student

# The shortest name counts: a file's own name, which is the student's to choose, comes after.
_FORM = re.compile(
    r"(?P<label>(?P<name>.*?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z0-9]+))(?P<rest>_.*)?",
    re.DOTALL,
)
_FILES = "file"
# `participant` in Moodle's English and Turkish language packs.
_BLIND = {"participant", "katilimci"}
_TEAM = re.compile(r"(?:default group|varsayılan grup|group|grup)\b[^-]*-", re.IGNORECASE)


@dataclass
class _Found:
    name: str
    label: str = ""
    entries: list[Entry] = field(default_factory=list)


def take(listing: Listing) -> list[HandedIn] | None:
    """Who handed in, by participant numbers; one who wrote online text alone handed in no files.

    Folders and files that others have put beside are taken as the work of students of these names.
    """
    found: dict[str, _Found] = {}
    strays = []
    for top in listing.tops.values():
        if not (match := _FORM.fullmatch(top.name)):
            strays.append(top)
            continue
        name, number = match["name"], match["id"]
        one = found.setdefault(number or name, _Found(name))
        is_files = match["plugin"] == _FILES
        if is_files or not one.label:
            one.label = top.name if top.is_folder else match["label"]
        if is_files:
            one.entries += _entries(top, match["rest"] or "")
    if not found:
        return None
    return [
        HandedIn(student(id, _bare(one.name)), one.label, visible(one.entries)) for id, one in found.items()
    ] + students(strays)


def _entries(top: Top, rest: str) -> list[Entry]:
    """A folder's files, or the one file that the name is of, by the name that the student gave it."""
    return top.entries if top.is_folder else [Entry(rest[1:], e.read, e.modified) for e in top.entries]


def _bare(name: str) -> str:
    name = _TEAM.sub("", name, count=1) if _TEAM.match(name) else name
    return "" if folded(name) in _BLIND else name
