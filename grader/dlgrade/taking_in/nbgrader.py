"""nbgrader's folder `submitted`, or the course folder around it: `submitted/<student>/<assignment>/…`.

The form is nbgrader's default `directory_structure`. `timestamp.txt` in an assignment tells when it was handed in, as
`2019-05-30 11:44:01.911849 UTC` or as `datetime.isoformat(" ")` writes it; without a zone it is UTC (`parse_utc`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from dlgrade.handed_in import Entry, HandedIn, Student
from dlgrade.taking_in.entries import Listing, text_of, visible
from dlgrade.taking_in.folders import students
from dlgrade.taking_in.times import moment

SUBMITTED = "submitted"
TIMESTAMP = "timestamp.txt"
# What else lies in a course folder.
_COURSE = {"source", "release", "autograded", "feedback", "gradebook.db", "nbgrader_config.py"}


def take(listing: Listing) -> list[HandedIn] | None:
    """Who handed in, by the names of their folders. Several assignments of one are taken together, and untimed."""
    around = listing.tops.get(SUBMITTED)
    if around and around.is_folder and _COURSE & listing.tops.keys():
        listing = listing.inside(SUBMITTED)
    elif around and around.is_folder and len(listing.tops) == 1:
        return take(listing.inside(SUBMITTED))
    elif not _is_submitted(listing):
        return None
    tops = listing.tops.values()
    return [
        HandedIn(Student(top.name), top.name, visible(top.entries), _at(top.entries)) for top in tops if top.is_folder
    ] + students(top for top in tops if not top.is_folder)


def _is_submitted(listing: Listing) -> bool:
    """Whether most students have a timestamp, or it goes by the name and holds nothing but assignments of students.

    One timestamp is no sign: a student may have written it.
    """
    stamped = {entry.name.partition("/")[0] for entry in listing.files if _is_timestamp(entry.name)}
    if stamped and 2 * len(stamped) >= sum(top.is_folder for top in listing.tops.values()):
        return True
    return listing.name == SUBMITTED and all(entry.name.count("/") > 1 for entry in visible(listing.files))


def _is_timestamp(name: str) -> bool:
    """`<student>/<assignment>/timestamp.txt`."""
    return name.count("/") == 2 and name.endswith(f"/{TIMESTAMP}")


def _at(entries: list[Entry]) -> datetime | None:
    stamps = [e for e in entries if e.name.count("/") == 1 and e.name.endswith(f"/{TIMESTAMP}")]
    assignments = {e.name.partition("/")[0] for e in visible(entries) if "/" in e.name}
    if len(stamps) != 1 or len(assignments) != 1:
        return None
    text = text_of(stamps[0], 1000)
    return moment(text, UTC) if text else None
