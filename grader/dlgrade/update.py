"""A newer course brought into a workspace: what the student wrote stays, what was left as it was follows the course."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dlgrade.course import Course, Topic
from dlgrade.lock_file import set_aside
from dlgrade.sentences import stub_text
from dlgrade.stub_record import HEAD, StubRecord, digest, first_line, pieces

Named = list[tuple[str, str]]
Edits = list[tuple[int, int, list[str]]]


@dataclass
class Outcome:
    """What came of an update; exercises stand with their files.

    Args:
        written: files that were made.
        renewed: stubs that follow the course again.
        added: new exercises.
        yours: exercises whose stubs changed in the course and that hold the student's work.
        gone: exercises that hold the student's work and are no longer in the course, or not in this file.
        taken_away: stubs that nobody edited of exercises that are no longer there.
        unreadable: files that are no Python.
    """

    written: list[str] = field(default_factory=list)
    renewed: Named = field(default_factory=list)
    added: Named = field(default_factory=list)
    yours: Named = field(default_factory=list)
    gone: Named = field(default_factory=list)
    taken_away: Named = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())


def update(course: Course, workspace: Path) -> Outcome:
    """Bring the stubs of a workspace up to date. Raises `OSError`."""
    outcome, record = Outcome(), StubRecord.load(workspace)
    topics = {t.relative.as_posix(): t for t in course.topics()}
    for name in sorted(set(record.files) - set(topics)):
        _leave(workspace / name, name, record.files.pop(name), outcome)
    here: dict[str, str] | None = None
    for name, topic in topics.items():
        path = workspace / name
        stub = stub_text(topic.stub_path)
        if not path.exists():
            _write(path, stub)
            outcome.written.append(name)
        elif path.read_bytes() != stub.encode():
            here = _defined_in(workspace, topics) if here is None else here
            if not _bring(path, name, stub, record.files.get(name), here, outcome):
                continue
        record.wrote(topic.relative, stub)
    record.save()
    return outcome


def _bring(
    path: Path, name: str, stub: str, known: Mapping[str, str] | None, here: Mapping[str, str], outcome: Outcome
) -> bool:
    """Bring one file up to date; whether it could be read."""
    raw = path.read_bytes()
    text = raw.decode("utf-8", "surrogateescape")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ending = "\r\n" if "\r\n" in text else "\n"
    plain = text.removeprefix(mark).replace("\r\n", "\n")
    try:
        merged = _Merge(plain, stub, known, {n: f for n, f in here.items() if f != name})
        fresh = merged.text()
        ast.parse(fresh)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        outcome.unreadable.append(name)
        return False
    for kind in ("renewed", "added", "yours", "gone", "taken_away"):
        getattr(outcome, kind).extend((exercise, name) for exercise in getattr(merged, kind))
    if fresh != plain:
        if known is None or merged.holds_work:
            set_aside(path)
        _write(path, mark + fresh.replace("\n", ending))
    return True


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".tmp")
    fresh.write_bytes(text.encode("utf-8", "surrogateescape"))
    fresh.replace(path)


def _defined_in(workspace: Path, topics: Mapping[str, Topic]) -> dict[str, str]:
    """In which file of the workspace each name is defined."""
    found: dict[str, str] = {}
    for name in topics:
        try:
            found |= dict.fromkeys(pieces((workspace / name).read_text(encoding="utf-8-sig")), name)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return found


def _leave(path: Path, name: str, known: Mapping[str, str], outcome: Outcome) -> None:
    """A file that is no longer in the course: kept as `.bak` where nobody wrote in it, else only told."""
    if not path.is_file():
        return
    try:
        found = pieces(path.read_text(encoding="utf-8-sig"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        outcome.unreadable.append(name)
        return
    work = [key for key, piece in found.items() if key != HEAD and known.get(key) != digest(piece)]
    if not work:
        set_aside(path, move=True)
    outcome.gone.extend((exercise, name) for exercise in work)
    outcome.taken_away.extend((exercise, name) for exercise in found if exercise != HEAD and not work)


class _Merge:
    """One file with the stub of the course laid into it; `known` is what it was given last, None where that is lost."""

    def __init__(self, text: str, stub: str, known: Mapping[str, str] | None, elsewhere: Mapping[str, str]) -> None:
        self.lines, self.tree = text.split("\n"), ast.parse(text)
        self.theirs, self.stub_tree = pieces(stub), ast.parse(stub)
        self.known, self.elsewhere = known, elsewhere
        self.renewed: list[str] = []
        self.added: list[str] = []
        self.yours: list[str] = []
        self.gone: list[str] = []
        self.taken_away: list[str] = []
        self.holds_work = False
        self._edits: Edits = []
        self._merge()

    def text(self) -> str:
        lines = list(self.lines)
        # From the end on, so that line numbers hold; of those at one place the last goes in first.
        for first, last, _number, piece in sorted(((*e[:2], n, e[2]) for n, e in enumerate(self._edits)), reverse=True):
            lines[first:last] = piece
        return "\n".join(lines)

    def _merge(self) -> None:
        place = 0
        wanted = [name for name in self.theirs if name != HEAD]
        for name in wanted:
            nodes = self._nodes(name)
            if nodes:
                self._meet(name, nodes)
                place = max(node.end_lineno or 0 for node in nodes)
            elif not (self.known and name in self.known):
                self._add(name, place or self._end())
        for name in self.known or ():
            if name != HEAD and name not in self.theirs and (nodes := self._nodes(name)):
                self._part_with(name, nodes)
        self._head()

    def _nodes(self, name: str) -> list[ast.stmt]:
        from dlgrade.submission import definitions

        return definitions(self.tree, name)

    def _meet(self, name: str, nodes: list[ast.stmt]) -> None:
        fresh = digest(self.theirs[name])
        if len(nodes) == 1 and digest(self._piece(nodes[0])) == fresh:
            return
        if self._is_untouched(name, nodes):
            self._edits.append((first_line(nodes[0]) - 1, nodes[0].end_lineno or 0, self.theirs[name]))
            self.renewed.append(name)
            return
        self.holds_work = True
        if self.known and self.known.get(name, fresh) != fresh:
            self.yours.append(name)

    def _add(self, name: str, place: int) -> None:
        if name in self.elsewhere:
            # Written twice it could not be graded at all.
            self.gone.append(name)
            return
        self._edits.append((place, place, ["", "", *self.theirs[name]]))
        self.added.append(name)

    def _part_with(self, name: str, nodes: list[ast.stmt]) -> None:
        if not self._is_untouched(name, nodes):
            self.holds_work = True
            self.gone.append(name)
            return
        first, last = first_line(nodes[0]) - 1, nodes[0].end_lineno or 0
        while first and not self.lines[first - 1].strip():
            first -= 1
        self._edits.append((first, last, []))
        self.taken_away.append(name)

    def _is_untouched(self, name: str, nodes: list[ast.stmt]) -> bool:
        """Whether the one definition is the stub as it was given; where that is not known, whether it is a stub."""
        from dlgrade.rules import is_stub

        if len(nodes) != 1 or nodes[0] not in self.tree.body:
            return False
        if self.known and name in self.known:
            return digest(self._piece(nodes[0])) == self.known[name]
        return is_stub(nodes[0])

    def _piece(self, node: ast.stmt) -> list[str]:
        return self.lines[first_line(node) - 1 : node.end_lineno]

    def _end(self) -> int:
        return max((node.end_lineno or 0 for node in self.tree.body), default=0)

    def _head(self) -> None:
        """The head of the course where it was left as it was; else what it lacks of imports and constants."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        first = next((first_line(n) for n in self.tree.body if isinstance(n, kinds)), self._end() + 1) - 1
        mine, theirs = self.lines[:first], self.theirs[HEAD]
        if digest(mine) == digest(theirs):
            return
        if self.known and digest(mine) == self.known.get(HEAD):
            self._edits.append((0, first, theirs))
            return
        self.holds_work = True
        own = {ast.unparse(node) for node in self.tree.body}
        needed = [n for n in self.stub_tree.body if isinstance(n, ast.Import | ast.ImportFrom | ast.Assign)]
        lacking = [ast.unparse(node) for node in needed if ast.unparse(node) not in own]
        if lacking:
            above = [n for n in self.tree.body if (n.end_lineno or 0) <= first]
            imports = [n for n in above if isinstance(n, ast.Import | ast.ImportFrom)]
            place = (imports or above[:1] if ast.get_docstring(self.tree) else imports)[-1:]
            line = (place[0].end_lineno or 0) if place else 0
            self._edits.append((line, line, lacking))
