"""Archives of a submission, read into memory: regular files only, counted while they are inflated."""

from __future__ import annotations

import functools
import gzip
import io
import lzma
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.text import sanitize

ARCHIVES = (".zip", ".tar.gz", ".tgz")
MAX_ENTRIES = 2000
MAX_TOTAL = 50 * 2**20
# What a .tar.gz may hold besides Python: it has to be inflated to be passed over.
MAX_INFLATED = 4 * MAX_TOTAL


class BadArchive(DlgradeError):
    """The archive is damaged, too large, or names two files alike."""

    exit_code = 4

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(say("The archive {path} cannot be read: {why}.", path=sanitize(str(path)), why=why))


Entry = tuple[str, Callable[[int], bytes]]


def read_archive(path: Path, max_bytes: int, max_files: int) -> list[tuple[str, bytes | None]]:
    """Python files and notebooks of the archive, without the one folder that holds them all.

    A file larger than `max_bytes` is given as None. Links, devices and names that lead outside are left out.

    Raises:
        BadArchive: it is damaged, or holds too much, or two names that differ in case or normal form only.
    """
    pieces: list[tuple[str, bytes | None]] = []
    seen: set[str] = set()
    total = 0
    try:
        for count, (name, read) in enumerate(_entries(path)):
            if count >= MAX_ENTRIES:
                raise BadArchive(path, "it has too many entries")
            name = name.replace("\\", "/")
            if not _is_wanted(name):
                continue
            key = unicodedata.normalize("NFC", name).casefold()
            if key in seen:
                raise BadArchive(path, f"two files are called {sanitize(name)}")
            seen.add(key)
            raw = read(max_bytes + 1)
            total += len(raw)
            if total > MAX_TOTAL or len(pieces) >= max_files:
                raise BadArchive(path, "it holds too much")
            pieces.append((name, raw if len(raw) <= max_bytes else None))
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise BadArchive(path, sanitize(str(error), 100) or type(error).__name__) from None
    return sorted(_without_wrapper(pieces))


def _entries(path: Path) -> Iterator[Entry]:
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
                if not info.is_dir() and not is_link:
                    yield info.filename, functools.partial(_inflate, archive, info)
    else:
        with _Inflated(path) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            for member in tar:
                if member.isreg():
                    file = tar.extractfile(member) or io.BytesIO()
                    yield member.name, file.read


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


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    with archive.open(info) as file:
        return file.read(limit)


def _is_wanted(name: str) -> bool:
    pure = PurePosixPath(name)
    outside = pure.is_absolute() or ".." in pure.parts or ":" in name
    hidden = any(part.startswith((".", "__MACOSX", "__pycache__")) for part in pure.parts)
    return pure.suffix in (".py", ".ipynb") and not outside and not hidden


def _without_wrapper(pieces: list[tuple[str, bytes | None]]) -> list[tuple[str, bytes | None]]:
    """Names below the one folder that wraps everything, unless it is a week folder."""
    tops = {name.partition("/")[0] for name, _ in pieces}
    top = next(iter(tops), "")
    if len(tops) == 1 and not top.startswith("week") and all("/" in name for name, _ in pieces):
        return _without_wrapper([(name.partition("/")[2], raw) for name, raw in pieces])
    return pieces
