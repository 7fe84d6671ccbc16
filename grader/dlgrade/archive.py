"""Archives and loose files of a submission, read into memory: regular files only, counted while they are inflated."""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import lzma
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Entry
from dlgrade.messages import Message, say
from dlgrade.notebook.cells import MAX_NOTEBOOK_BYTES, small_enough
from dlgrade.text import sanitize
from dlgrade.wanted import NOTEBOOK, Pieces, is_archive, is_hidden, is_wanted, leads_outside, stem, without_wrapper

MAX_ENTRIES = 2000
MAX_TOTAL = 50 * 2**20
# What a .tar.gz may hold besides Python: it has to be inflated to be passed over.
MAX_INFLATED = 4 * MAX_TOTAL
# How many archives may lie among the files that a student handed in.
MAX_ARCHIVES = 10

# What the libraries raise on a damaged archive, and on a file that went away.
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)

Member = tuple[str, Callable[[int], bytes]]

# Opens an entry of a zip's directory (APPNOTE 4.3.12).
_ENTRY = b"PK\x01\x02"
# The general purpose flag that says a name is UTF-8 (APPNOTE 4.4.4).
_IS_UTF8 = 0x800
_LINK = 0o120000


class BadArchive(DlgradeError):
    """The archive is damaged, too large, or names two files alike."""

    exit_code = 4

    def __init__(self, path: Path | str, why: Message | str) -> None:
        super().__init__(say("The archive {path} cannot be read: {why}.", path=sanitize(str(path)), why=why))


class BadFiles(DlgradeError):
    """The files that a student handed in are damaged, too many, or two of them are named alike."""

    exit_code = 4

    def __init__(self, label: str, why: Message | str) -> None:
        super().__init__(say("The files of {label} cannot be read: {why}.", label=sanitize(label, 200), why=why))


class _Refused(Exception):
    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass
class _Bounds:
    """How much has been read so far, against what may be read altogether."""

    max_bytes: int
    max_files: int
    files: int = 0
    total: int = 0

    def read(self, name: str, read: Callable[[int], bytes]) -> bytes | None:
        """The bytes of one more file; None where it is too large, a notebook even without its outputs."""
        raw = read((MAX_NOTEBOOK_BYTES if name.endswith(NOTEBOOK) else self.max_bytes) + 1)
        self.files += 1
        self.total += len(raw)
        if self.total > MAX_TOTAL or self.files > self.max_files:
            raise _Refused(_too_much())
        if name.endswith(NOTEBOOK):
            return small_enough(raw, self.max_bytes)
        return raw if len(raw) <= self.max_bytes else None


def read_archive(path: Path, max_bytes: int, max_files: int) -> Pieces:
    """Python files and notebooks of the archive, without the one folder that holds them all.

    A file larger than `max_bytes` is given as None. Links, devices and names that lead outside are left out.

    Raises:
        BadArchive: it is damaged, or holds too much, or two names that differ in case or normal form only.
    """
    with _named(functools.partial(BadArchive, path)):
        return sorted(without_wrapper(_collected(_members(path, path.name), _Bounds(max_bytes, max_files))))


def gather(entries: Iterable[Entry], max_bytes: int, max_files: int, label: str = "") -> Pieces:
    """Python files and notebooks among what a student handed in, those of archives included.

    What an archive holds stands below a folder of the archive's name, unless it is all that was handed in. An archive
    within an archive is not opened.

    Raises:
        BadArchive: one of the archives is damaged or too large.
        BadFiles: a file cannot be read, or they are too many, or two of them go by one name.
    """
    wanted = [(plain_name(e.name), e) for e in entries]
    loose = [(name, e.read) for name, e in wanted if is_wanted(name)]
    packed = [
        (name, e) for name, e in wanted if is_archive(name) and not is_hidden(name) and not leads_outside(name)
    ]  # fmt: skip
    bounds = _Bounds(max_bytes, max_files)
    with _named(functools.partial(BadFiles, label)):
        if len(packed) > MAX_ARCHIVES:
            raise _Refused(_too_much())
        pieces = _collected(loose, bounds)
        for name, entry in packed:
            raw = entry.read(MAX_TOTAL + 1)
            with _named(functools.partial(BadArchive, f"{label}/{name}" if label else name)):
                inner = without_wrapper(_collected(_members_within(raw, name), bounds))
            below = f"{stem(name)}/" if len(loose) + len(packed) > 1 else ""
            pieces += [(below + inner_name, content) for inner_name, content in inner]
        _check_distinct(name for name, _ in pieces)
    return sorted(without_wrapper(pieces))


def plain_name(name: str) -> str:
    """A name with `/` between folders, as no system forbids it; the one that forbids NUL is C."""
    return name.replace("\\", "/").replace("\0", "\ufffd")


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """The whole name: `info.filename` ends at a NUL, and takes UTF-8 that does not say so for code page 437."""
    name = info.orig_filename
    if not info.flag_bits & _IS_UTF8:
        with contextlib.suppress(UnicodeError):
            return name.encode("cp437").decode("utf-8")
    return name


def is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == _LINK


def inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """At most `limit` bytes of an entry."""
    with archive.open(info) as file:
        return file.read(limit)


@contextlib.contextmanager
def _named(error: Callable[[Message | str], DlgradeError]) -> Iterator[None]:
    """Tell what goes wrong within as a fault of the thing that `error` names."""
    try:
        yield
    except _Refused as refused:
        raise error(refused.why) from None
    except DAMAGE as damage:
        raise error(sanitize(str(damage), 100) or type(damage).__name__) from None


def _collected(members: Iterable[Member], bounds: _Bounds) -> Pieces:
    pieces: Pieces = []
    seen: set[str] = set()
    for count, (raw_name, read) in enumerate(members):
        if count >= MAX_ENTRIES:
            raise _Refused(say("it has too many entries"))
        name = plain_name(raw_name)
        if is_wanted(name):
            _check_new(name, seen)
            pieces.append((name, bounds.read(name, read)))
    return pieces


def _check_distinct(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        _check_new(name, seen)


def _check_new(name: str, seen: set[str]) -> None:
    key = unicodedata.normalize("NFC", name).casefold()
    if key in seen:
        raise _Refused(say("two files are called {name}", name=sanitize(name)))
    seen.add(key)


def _too_much() -> Message:
    return say("it holds too much")


def _members_within(raw: bytes, name: str) -> Iterator[Member]:
    """The members of an archive that is in memory; one that lists too many is refused before its list is built."""
    if len(raw) > MAX_TOTAL or raw.count(_ENTRY) > MAX_ENTRIES:
        raise _Refused(_too_much())
    return _members(io.BytesIO(raw), name)


def _members(source: Path | io.BytesIO, name: str) -> Iterator[Member]:
    if name.lower().endswith(".zip"):
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                if not info.is_dir() and not is_link(info):
                    yield name_in_zip(info), functools.partial(inflate, archive, info)
    else:
        file = _Inflated(source) if isinstance(source, Path) else _Inflated(fileobj=source)
        with file as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            for member in tar:
                if member.isreg():
                    yield member.name, (tar.extractfile(member) or io.BytesIO()).read


class _Inflated(gzip.GzipFile):
    """A gzip file that refuses to be read beyond MAX_INFLATED, however little of it is kept."""

    def read(self, size: int | None = -1) -> bytes:
        self._check(self.tell() + (size or 0))
        return super().read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._check(offset)
        return super().seek(offset, whence)

    def _check(self, end: int) -> None:
        if end > MAX_INFLATED:
            raise tarfile.ReadError("it holds too much")
