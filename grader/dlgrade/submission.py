"""A student's files, read and never run: where each function stands, and why one cannot be graded.

A submission is a workspace, a week folder, a single `.py`, a notebook, or an archive of these.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dlgrade.errors import DlgradeError
from dlgrade.messages import Message, say
from dlgrade.notebook.cells import MAX_NOTEBOOK_BYTES, small_enough
from dlgrade.records import Verdict
from dlgrade.source_file import TAKEN, SourceFile, source_file
from dlgrade.text import sanitize
from dlgrade.unwritten import is_stub
from dlgrade.wanted import ARCHIVES, NOTEBOOK, PYTHON, SKIPPED, Piece, Pieces

MAX_BYTES = 2 * 2**20
MAX_FILES = 500
_FROM_WEEK = re.compile(rb"(?:from|import)\s+(week\d\d)\.(\w+)")


class CannotRead(DlgradeError):
    """There is nothing at this path that could be a submission."""

    exit_code = 4


class NothingToGrade(DlgradeError):
    """There is no Python in it."""

    exit_code = 5


@dataclass(frozen=True)
class Definition:
    """Where a function, class or name is defined."""

    file: SourceFile
    node: ast.stmt


@dataclass(frozen=True)
class Unfit:
    """Why an exercise is not run, with the verdict that this has."""

    verdict: Verdict
    message: Message


@dataclass(frozen=True)
class Submission:
    """All files of a submission, and what is defined in them."""

    id: str
    path: str
    sha256: str
    files: tuple[SourceFile, ...]

    @functools.cached_property
    def sources(self) -> dict[str, str]:
        """Module names to texts, for the files that could be read.

        A file goes by its bare name as well, where no other has it: `from sigmoid_like import sigmoid`.
        """
        readable = [f for f in self.files if f.not_read is None]
        counts = Counter(f.stem for f in readable)
        bare = {f.stem: f.text for f in readable if counts[f.stem] == 1 and f.stem not in TAKEN}
        return bare | {f.module: f.text for f in readable}

    @functools.cached_property
    def modules(self) -> set[str]:
        """Top-level names under which files of the submission can be imported."""
        return {name.partition(".")[0] for name in self.sources}

    def find(self, name: str, topic: str) -> Definition | Unfit:
        """Where `name` is defined; `topic` tells in which unreadable file it may stand."""
        near = [f for f in self.files if f.may_define(name) and f.tree]
        found = [Definition(f, node) for f in near for node in _by_name(f).get(name, ())]
        places = list(dict.fromkeys(d.file.path for d in found))
        if len(places) > 1:
            # A workspace has the stub of what a notebook in it solves.
            found = [d for d in found if not is_stub(d.node)] or found[:1]
            places = list(dict.fromkeys(d.file.path for d in found))
        if len(places) > 1:
            both = " and ".join(sanitize(place, 200) for place in places[:2])
            return Unfit(Verdict.ERROR, say("is defined in two files, {both}; keep one of them", both=both))
        if found:
            return found[-1]
        broken = [f for f in self.files if f.fault]
        for file in broken:
            if PurePosixPath(file.path).stem == topic or len(self.files) == 1:
                assert file.fault is not None
                return Unfit(Verdict.UNREADABLE, file.fault)
        lost = [one.why for file in self.files for one in file.lost if name in one.names]
        if lost:
            return Unfit(Verdict.UNREADABLE, lost[-1])
        return Unfit(Verdict.MISSING, say("is not in the submission"))

    @property
    def unreadable(self) -> bool:
        """Whether there are files and none can be read."""
        return bool(self.files) and all(f.fault for f in self.files)


@functools.lru_cache(maxsize=128)
def _by_name(file: SourceFile) -> dict[str, list[ast.stmt]]:
    """The definitions of all names of a file."""
    assert file.tree is not None
    found: dict[str, list[ast.stmt]] = {}
    for node in _statements(file.tree.body):
        for name in names_defined(node):
            found.setdefault(name, []).append(node)
    return found


def definitions(tree: ast.Module, name: str) -> list[ast.stmt]:
    """The top-level statements that define `name`, those under `if`, `try` and `with` included."""
    return [node for node in _statements(tree.body) if name in names_defined(node)]


def _statements(body: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            handlers = [h.body for h in getattr(node, "handlers", [])]
            for part in (node.body, *handlers, getattr(node, "orelse", []), getattr(node, "finalbody", [])):
                yield from _statements(part)


def names_defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {t.id for t in node.targets if isinstance(t, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        return {node.target.id}
    return set()


def read(path: Path, submission_id: str | None = None) -> Submission:
    """Read the submission at `path`.

    Raises:
        CannotRead: there is nothing at `path`, or it is no Python file, notebook, archive or folder.
        NothingToGrade: a folder or archive without any Python.
    """
    return of_pieces(pieces_at(path), submission_id or path.resolve().name, str(path))


def of_pieces(pieces: Sequence[Piece], submission_id: str, path: str) -> Submission:
    """The submission of these files; `path` is what a person is told of where they come from.

    Raises:
        NothingToGrade: there are none.
    """
    if not pieces:
        raise NothingToGrade(say("There is no Python file in {path}; is it the right folder?", path=sanitize(path)))
    files = tuple(source_file(name, raw) for name, raw in _in_their_week(pieces))
    return Submission(sanitize(submission_id, 200), sanitize(path, 400), digest(pieces), files)


def _in_their_week(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The files below the folder of the week by which they import each other.

    Whoever uploads the files of a week one by one loses its folder, and would lose `from week03.sigmoid_like import …`.
    """
    stems = {PurePosixPath(name).stem.encode() for name, _ in pieces if "/" not in name}
    imported = {week for _, raw in pieces for week, stem in _FROM_WEEK.findall(raw or b"") if stem in stems}
    if len(imported) != 1:
        return pieces
    (week,) = (found.decode() for found in imported)
    if any(name.startswith(f"{week}/") for name, _ in pieces):
        return pieces
    return [(name if "/" in name else f"{week}/{name}", raw) for name, raw in pieces]


def digest(pieces: Sequence[Piece]) -> str:
    """SHA-256 over the names and bytes of all files."""
    found = hashlib.sha256()
    for name, raw in pieces:
        found.update(f"{name}\0{len(raw or b'')}\0".encode(errors="replace") + (raw or b""))
    return found.hexdigest()


def pieces_at(path: Path) -> Pieces:
    """Names and bytes of the files; None for one that is too large to be read."""
    try:
        if path.is_dir():
            # A week's folder keeps its name, so that `from week03.sigmoid_like import sigmoid` works from it.
            name = path.resolve().name
            prefix = f"{name}/" if re.fullmatch(r"week\d{2}", name) else ""
            return [(prefix + inner, raw) for inner, raw in _walk(path)]
        if path.is_file():
            if path.name.lower().endswith(ARCHIVES):
                from dlgrade.archive import read_archive

                return read_archive(path, MAX_BYTES, MAX_FILES)
            if path.suffix in PYTHON:
                return [(path.name, _bounded(path))]
            raise CannotRead(
                say(
                    "{path} is no submission: a folder, a .py, an .ipynb, a .zip or a .tar.gz is.",
                    path=sanitize(str(path)),
                )
            )
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CannotRead(say("{path} cannot be read: {why}.", path=sanitize(str(path)), why=why)) from None
    raise CannotRead(say("There is no file or folder {path}.", path=sanitize(str(path))))


def _walk(folder: Path) -> Iterable[tuple[str, bytes | None]]:
    """Python files and notebooks below a folder, in order; links are not followed, and nothing else is opened."""
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in SKIPPED and not f.startswith("."))
        for name in sorted(n for n in names if n.endswith(PYTHON) and not n.startswith(".")):
            path = Path(place, name)
            if not stat.S_ISREG(path.lstat().st_mode):
                continue
            count += 1
            if count > MAX_FILES:
                return
            yield path.relative_to(folder).as_posix(), _bounded(path)


def _bounded(path: Path) -> bytes | None:
    """The bytes of a regular file; None where there are too many. A file that became something else is empty."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b""
        raw = file.read(MAX_BYTES + 1)
        if len(raw) <= MAX_BYTES or path.suffix != NOTEBOOK:
            return raw if len(raw) <= MAX_BYTES else None
        return small_enough(raw + file.read(MAX_NOTEBOOK_BYTES - MAX_BYTES), MAX_BYTES)
