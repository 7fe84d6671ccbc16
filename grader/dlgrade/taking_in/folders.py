"""One entry for each student, named by their id: a folder, a Python file, a notebook, or an archive of these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from dlgrade.handed_in import HandedIn, Student
from dlgrade.taking_in.entries import Listing, Top, visible
from dlgrade.wanted import PYTHON, is_archive, stem

_WEEK = re.compile(r"week\d{2}")


def take(listing: Listing) -> list[HandedIn] | None:
    """Never None: whatever is a folder or can be graded is somebody's."""
    return students(unwrapped(listing).tops.values())


def students(tops: Iterable[Top]) -> list[HandedIn]:
    """Each folder and each gradable file as the one attempt of the student that it is named for.

    Where a folder and a file, or two files, would stand for one id, files keep their endings and stay apart.
    """
    found = [top for top in tops if _is_work(top)]
    ids = Counter(top.name if top.is_folder else stem(top.name) for top in found)
    return [HandedIn(Student(_id_of(top, ids)), top.name, visible(top.entries)) for top in found]


def is_gradable(name: str) -> bool:
    """Whether a file of this name is a submission or part of one."""
    return name.endswith(PYTHON) or is_archive(name)


def unwrapped(listing: Listing) -> Listing:
    """The listing below a folder that wraps the class; a folder that looks like a student's own is none.

    Whoever packs a folder gets an archive with that folder in it. Files right below the only folder are those of many
    students in an archive, and of one on disk.
    """
    inner = wrapped(listing)
    if inner is None or any(_WEEK.fullmatch(name) for name in inner.tops):
        return listing
    if any(entry.name.startswith(".git/") for entry in inner.files):
        return listing
    if listing.root and any(name.endswith(PYTHON) for name in inner.tops):
        return listing
    innermost = unwrapped(inner)
    return innermost if sum(map(_is_work, innermost.tops.values())) > 1 else listing


def wrapped(listing: Listing) -> Listing | None:
    """What is below the only thing at the top that is a folder or can be graded; None where it is not a folder."""
    work = [top for top in listing.tops.values() if _is_work(top)]
    return listing.inside(work[0].name) if len(work) == 1 and work[0].is_folder else None


def _is_work(top: Top) -> bool:
    return top.is_folder or is_gradable(top.name)


def _id_of(top: Top, ids: Counter[str]) -> str:
    bare = stem(top.name)
    return top.name if top.is_folder or ids[bare] > 1 else bare
