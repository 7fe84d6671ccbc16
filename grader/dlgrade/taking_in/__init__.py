"""Other systems' files. Taken in here: what a class handed in, whatever platform it comes from.

Each platform has a module with `take(listing)`, which tells who handed in what, or None where the listing is not in the
platform's form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from dlgrade.archive import gather
from dlgrade.errors import DlgradeError
from dlgrade.handed_in import HandedIn
from dlgrade.messages import say
from dlgrade.submission import MAX_BYTES, MAX_FILES
from dlgrade.taking_in import canvas, folders, git, gradescope, moodle, nbgrader
from dlgrade.taking_in.attempts import numbered
from dlgrade.taking_in.entries import CannotTakeIn, Listing, listing
from dlgrade.taking_in.folders import is_gradable, wrapped
from dlgrade.taking_in.pattern import take as take_by_pattern
from dlgrade.text import sanitize
from dlgrade.wanted import Pieces, is_hidden

Take = Callable[[Listing], list[HandedIn] | None]

# The ones that can be mistaken for least come first; the last takes anything.
_PLATFORMS: dict[str, Take] = {
    "gradescope": gradescope.take,
    "moodle": moodle.take,
    "nbgrader": nbgrader.take,
    "canvas": canvas.take,
    "git": git.take,
    "folders": folders.take,
}
PLATFORMS = tuple(_PLATFORMS)
PATTERN = "pattern"
# These find the class below a folder that wraps it by themselves.
_UNWRAPPING = ("git", "folders")
_MAX_WRAPPERS = 3


class NoSubmissions(DlgradeError):
    """There is nothing that anybody handed in."""

    exit_code = 5

    def __init__(self, path: Path) -> None:
        super().__init__(
            say(
                "There are no submissions in {path}; a folder or .zip with one entry for each student is needed.",
                path=sanitize(str(path)),
            )
        )


class UnknownPlatform(DlgradeError):
    """No platform goes by this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            say("No platform is called {name}; there are {names}.", name=sanitize(name, 60), names=", ".join(PLATFORMS))
        )


@dataclass(frozen=True)
class Taken:
    """What a class handed in.

    Args:
        platform: whose form it is in, one of `PLATFORMS`, or `pattern`.
        handed_in: all attempts of all students, those of one student together and the earliest first.
        left_out: names of files that could be graded and are nobody's.
    """

    platform: str
    handed_in: tuple[HandedIn, ...]
    left_out: tuple[str, ...] = ()


def take_in(
    path: Path, *, pattern: str | None = None, platform: str | None = None, zone: tzinfo | None = None
) -> Taken:
    """Who handed in what, in a folder or in the zip of a class.

    Args:
        pattern: a regular expression that reads names of files, in the place of a platform's form.
        platform: whose form it is; found out where it is None.
        zone: of times that a pattern finds and that name none; this machine's where it is None.

    Raises:
        CannotTakeIn: it cannot be read, or is not in the form of `platform`.
        NoSubmissions: it can be, and nobody handed in anything.
        BadPattern, UnknownPlatform: what was asked for cannot be.
    """
    if platform is not None and platform not in PLATFORMS:
        raise UnknownPlatform(platform)
    whole = listing(path)
    if pattern is not None:
        return _taken(path, PATTERN, take_by_pattern(whole, pattern, zone), whole)
    views = [whole]
    while len(views) <= _MAX_WRAPPERS and (inner := wrapped(views[-1])):
        views.append(inner)
    for name in (platform,) if platform else PLATFORMS:
        for view in views[:1] if name in _UNWRAPPING else views:
            if (found := _PLATFORMS[name](view)) is not None:
                return _taken(path, name, found, whole)
    raise CannotTakeIn(path, say("it is not in the form of {platform}", platform=platform))


def pieces_of(handed_in: HandedIn) -> Pieces:
    """The Python files and notebooks of an attempt, those in archives included. Raises `BadArchive`, `BadFiles`."""
    return gather(handed_in.entries, MAX_BYTES, MAX_FILES, handed_in.label)


def _taken(path: Path, platform: str, found: Iterable[HandedIn], whole: Listing) -> Taken:
    handed_in = tuple(numbered(found))
    if not handed_in:
        raise NoSubmissions(path)
    # An entry is known by what reads it: its name is another below the student's.
    somebodys = {id(entry.read) for one in handed_in for entry in one.entries}
    left_out = (e.name for e in whole.files if id(e.read) not in somebodys)
    return Taken(platform, handed_in, tuple(n for n in left_out if is_gradable(n) and not is_hidden(n)))
