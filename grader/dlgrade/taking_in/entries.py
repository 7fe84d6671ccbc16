"""What a platform gave, as a listing: names of files and folders, read when asked for and not before."""

from __future__ import annotations

import functools
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dlgrade.archive import DAMAGE, inflate, is_link, name_in_zip
from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Entry
from dlgrade.messages import Message, say
from dlgrade.text import sanitize
from dlgrade.wanted import is_hidden, leads_outside

MAX_ENTRIES = 200_000
MAX_DEPTH = 40
# What is looked at of a Git clone; its objects are thousands of files.
GIT_FILES = ("HEAD", "packed-refs", "refs")


class CannotTakeIn(DlgradeError):
    """What was given cannot be read, or is not in the form it was said to be in."""

    exit_code = 4

    def __init__(self, path: Path | str, why: Message | str) -> None:
        super().__init__(say("{path} cannot be taken in: {why}.", path=sanitize(str(path)), why=why))


@dataclass
class Top:
    """Something at the top of a listing: a folder with all that is below it, or one file that is its own entry."""

    name: str
    is_folder: bool
    entries: list[Entry]


@dataclass(frozen=True)
class Listing:
    """Names of files and folders, with `/` between folders; none leads outside.

    Args:
        name: what the folder or archive itself is called.
        folders: those that are known as such; one that holds a file need not be among them.
        root: where it lies on disk; None within an archive.
        outside: files whose names lead outside; to a pattern they are names as any other.
    """

    name: str
    files: tuple[Entry, ...]
    folders: tuple[str, ...] = ()
    root: Path | None = None
    outside: tuple[Entry, ...] = ()

    @functools.cached_property
    def tops(self) -> dict[str, Top]:
        """What is at the top by its name, hidden things left out. Of a file and a folder of one name the file goes."""
        found: dict[str, Top] = {}
        for folder in self.folders:
            name = folder.partition("/")[0]
            if name not in found and not is_hidden(name):
                found[name] = Top(name, True, [])
        for entry in self.files:
            name, slash, rest = entry.name.partition("/")
            top = found.get(name)
            if top is None:
                if is_hidden(name):
                    continue
                top = found[name] = Top(name, bool(slash), [])
            if slash:
                if not top.is_folder:
                    top.is_folder, top.entries = True, []
                top.entries.append(Entry(rest, entry.read, entry.modified))
            elif not top.is_folder:
                top.entries.append(entry)
        return found

    def inside(self, name: str) -> Listing:
        """What is below a folder at the top."""
        below = f"{name}/"
        folders = tuple(f[len(below) :] for f in self.folders if f.startswith(below))
        root = self.root / name if self.root else None
        return Listing(name, tuple(self.tops[name].entries), folders, root)


def visible(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that a student may have written."""
    return tuple(e for e in entries if not is_hidden(e.name))


def text_of(entry: Entry, limit: int) -> str | None:
    """The text of a small file; None where it cannot be read or is larger."""
    try:
        raw = entry.read(limit + 1)
    except DAMAGE:
        return None
    return raw.decode("utf-8-sig", errors="replace") if len(raw) <= limit else None


def listing(path: Path) -> Listing:
    """What is in a folder or in the zip of a class.

    Raises:
        CannotTakeIn: there is nothing, or something else, or more than any class hands in.
    """
    try:
        if path.is_dir():
            return _of_folder(path)
        if path.is_file():
            return _of_zip(path)
    except DAMAGE as error:
        if isinstance(error, OSError) and error.strerror:
            raise CannotTakeIn(error.filename or path, error.strerror) from None
        raise CannotTakeIn(path, sanitize(str(error), 100) or type(error).__name__) from None
    raise CannotTakeIn(path, say("there is no such file or folder"))


def _of_folder(path: Path) -> Listing:
    files: list[Entry] = []
    folders: list[str] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        for found in _scanned(path / below, below):
            name = f"{below}{found.name}"
            if found.is_dir(follow_symlinks=False):
                if _is_entered(name):
                    folders.append(name)
                    waiting.append(f"{name}/")
            elif found.is_file(follow_symlinks=False):
                read = functools.partial(_read_file, path / name)
                files.append(Entry(name, read, _local(found.stat(follow_symlinks=False).st_mtime)))
            _check_count(path, len(files) + len(folders))
    files.sort(key=lambda entry: entry.name)
    return Listing(path.resolve().name, tuple(files), tuple(sorted(folders)), path)


def _scanned(folder: Path, below: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        for entry in found:
            if not f"/{below}".endswith("/.git/") or entry.name in GIT_FILES:
                yield entry


def _is_entered(name: str) -> bool:
    last = name.rpartition("/")[2]
    return (last == ".git" or not is_hidden(last)) and name.count("/") < MAX_DEPTH


def _read_file(path: Path, limit: int) -> bytes:
    """At most `limit` bytes of a regular file; one that became a link or something else is an error."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("it is no regular file")
        return file.read(limit)


def _local(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return None


def _of_zip(path: Path) -> Listing:
    """The archive stays open as long as an entry of it is held: its directory is read once."""
    if not zipfile.is_zipfile(path):
        is_named_so = path.suffix.lower() == ".zip"
        damaged, other = say("the archive is damaged or incomplete"), say("a folder or a .zip is needed")
        raise CannotTakeIn(path, damaged if is_named_so else other)
    archive = zipfile.ZipFile(path)
    infos = archive.infolist()
    _check_count(path, len(infos))
    files: list[Entry] = []
    outside: list[Entry] = []
    folders: list[str] = []
    for info in infos:
        name = name_in_zip(info).replace("\\", "/").removeprefix("./")
        if is_link(info) or _is_inside_git(name):
            continue
        leads_out = leads_outside(name)
        if not info.is_dir():
            of_kind = outside if leads_out else files
            of_kind.append(Entry(name, functools.partial(inflate, archive, info), _written(info)))
        elif not leads_out:
            folders.append(name.rstrip("/"))
    return Listing(path.stem, tuple(files), tuple(folders), outside=tuple(outside))


def _is_inside_git(name: str) -> bool:
    _, found, rest = f"/{name}".partition("/.git/")
    return bool(found) and rest.partition("/")[0] not in GIT_FILES


def _written(info: zipfile.ZipInfo) -> datetime | None:
    """What the archive says of the file's last change: local time of whoever packed it, two seconds exact, unproven."""
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _check_count(path: Path, count: int) -> None:
    if count > MAX_ENTRIES:
        raise CannotTakeIn(path, say("it holds more than {count} files", count=MAX_ENTRIES))
