"""Gradescope's export of the submissions of a programming assignment.

A folder `assignment_<number>_export` with `submission_metadata.yml` and a folder for each submission, the active one of
each student. No source of Gradescope is public; the form is what public readers of it agree on: a mapping from the
folder's name to `:submitters` (each with `:name`, `:sid`, `:email`), `:created_at` (`2021-09-07 03:48:15.484917000
Z`), `:history` (earlier attempts, each with an `:id`) and more, the keys being Ruby's symbols.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from dlgrade.handed_in import Entry, HandedIn, Student
from dlgrade.messages import say
from dlgrade.taking_in.entries import CannotTakeIn, Listing, text_of, visible
from dlgrade.taking_in.folders import students
from dlgrade.taking_in.people import student
from dlgrade.taking_in.times import moment

METADATA = "submission_metadata.yml"
MAX_METADATA = 64 * 2**20
MAX_DEPTH = 100


def take(listing: Listing) -> list[HandedIn] | None:
    """Who handed in, by student numbers, else e-mail. What a group handed in is an attempt of each of them.

    Raises:
        CannotTakeIn: the metadata cannot be read.
    """
    about = listing.tops.get(METADATA)
    if about is None or about.is_folder:
        return None
    found: list[HandedIn] = []
    known = {METADATA}
    for label, told in _metadata(about.entries[-1]).items():
        people = _submitters(told)
        if not people:
            continue
        known.add(label)
        top = listing.tops.get(label)
        entries = visible(top.entries) if top else ()
        at, number = _at(told), 1 + len(_list(told, ":history"))
        found += [HandedIn(person, label, entries, at, number=number) for person in people]
    return found + students(top for name, top in listing.tops.items() if name not in known)


def _metadata(entry: Entry) -> dict[str, dict[Any, Any]]:
    import yaml

    # The plainest of loaders: texts, lists and mappings, whatever type a tag asks for. A number keeps its zeros.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = text_of(entry, MAX_METADATA)
    try:
        _check_depth(yaml.parse(text or "", loader))
        told = yaml.load(text or "", loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise CannotTakeIn(METADATA, say("it is not the list of submissions that Gradescope writes"))
    return {key: value for key, value in told.items() if isinstance(key, str) and isinstance(value, dict)}


def _check_depth(events: Iterable[Any]) -> None:
    """Deeply nested text overflows the stack of the parser that is written in C, and it cannot say so."""
    depth = 0
    for event in events:
        depth += type(event).__name__.endswith("StartEvent") - type(event).__name__.endswith("EndEvent")
        if depth > MAX_DEPTH:
            raise ValueError("it is nested too deeply")


def _submitters(told: dict[Any, Any]) -> list[Student]:
    found: dict[str, Student] = {}
    for one in _list(told, ":submitters"):
        if isinstance(one, dict):
            name, sid, email = (_text(one, key) for key in (":name", ":sid", ":email"))
            if id := sid or email or name:
                found.setdefault(id, student(id, name, email))
    return list(found.values())


def _at(told: dict[Any, Any]) -> datetime | None:
    at = told.get(":created_at")
    # Rails writes a time of its own kind as a mapping.
    text = at.get("utc") if isinstance(at, dict) else at
    return moment(text, UTC) if isinstance(text, str) else None


def _list(told: dict[Any, Any], key: str) -> Sequence[Any]:
    value = told.get(key)
    return value if isinstance(value, list) else ()


def _text(told: dict[Any, Any], key: str) -> str:
    """A text of the metadata; YAML's null is none."""
    value = told.get(key)
    return value.strip() if isinstance(value, str) and value.strip() not in ("~", "null") else ""
