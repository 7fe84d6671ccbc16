"""What the answers of an exercise depend on, told from the syntax: nothing of a submission is run.

It is a slice of the submission: the exercise's definition, the definitions of the names that this uses and so on, in
its file and in those that it imports from, and all that runs when these files are imported. The fingerprint of an
exercise is a hash of its slice without positions, comments and docstrings; a save touches it where that changes.

When in doubt a thing belongs to the slice: a wrong "touched" costs a tenth of a second, a wrong "untouched" leaves a
verdict that is not true. Names are compared by their spelling and not by their scope; a module that is used as a
whole counts whole; and what finds names by their text (`getattr`, `globals`, `sys`) depends on every file.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dlgrade.harmless import MODULES, REACHING
from dlgrade.outline import Outline, outline
from dlgrade.rules import unfit
from dlgrade.source_file import SourceFile
from dlgrade.submission import Submission, Unfit
from dlgrade.suite.exercise import Exercise

# Modules of the standard library that give no way from a text to what a file defines.
_BLIND = {"abc", "bisect", "contextlib", "decimal", "enum", "heapq", "os", "random", "re", "time", "warnings"}
LOOK_UP = (sys.stdlib_module_names - {name.partition(".")[0] for name in MODULES} - _BLIND) | {"operator"}
PLAIN_DUNDERS = {"__all__", "__call__", "__class__", "__init__", "__len__", "__name__", "__post_init__"}


class Fingerprint(NamedTuple):
    """A hash of what an exercise depends on, and the files that hold it."""

    digest: str
    paths: frozenset[str]


def fingerprint(submission: Submission, exercise: Exercise, forward: Exercise | None = None) -> Fingerprint:
    """The fingerprint of an exercise; `forward` is what it is the gradient of, whose answers explain a wrong one."""
    part = _Slice(submission)
    try:
        lines = [*part.of(exercise), *(part.of(forward) if forward else ())]
    except RecursionError:
        # Definitions that use each other a thousand deep: any change may be one of theirs.
        return Fingerprint(submission.sha256, frozenset(f.path for f in submission.files))
    digest = hashlib.sha256("\0".join(lines).encode(errors="replace")).hexdigest()
    return Fingerprint(digest, frozenset(part.paths))


def sources(submission: Submission, exercises: Iterable[Exercise]) -> dict[str, str]:
    """By the name of each exercise what tells its source from another one, in a few letters."""
    return {e.name: fingerprint(submission, e).digest[:12] for e in exercises}


def names_used(submission: Submission, exercise: Exercise) -> set[str]:
    """The functions, classes and names of the submission on which an exercise may depend, but for itself."""
    part = _Slice(submission)
    try:
        for _line in part.of(exercise):
            pass
    except RecursionError:
        return set()
    return {name for name in part.names - {exercise.name} if not isinstance(submission.find(name, ""), Unfit)}


class _Slice:
    """Gathers what some names of files depend on, by going from names to the statements that define them."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        by_module = {f.module: f for f in submission.files}
        by_stem = {f.stem: f for f in submission.files if f.not_read is None}
        self._importable = {name: by_module.get(name) or by_stem[name] for name in submission.sources}
        self._taken: dict[str, set[int]] = {}
        self._seen: set[tuple[str, str]] = set()

    @property
    def paths(self) -> set[str]:
        return set(self._taken)

    @property
    def names(self) -> set[str]:
        return {name for _path, name in self._seen}

    def of(self, exercise: Exercise) -> Iterator[str]:
        """What an exercise depends on, as text."""
        found = self._submission.find(exercise.name, exercise.topic)
        if isinstance(found, Unfit):
            yield from (found.verdict, str(found.message))
            return
        reason = unfit(self._submission, found, exercise.bans)
        if reason is not None:
            # It is not run. The line that is told moves with every comment above it.
            yield from (found.file.path, reason.verdict, repr({**reason.message.data, "line": 0}))
            self._reach(found.file)
            return
        yield from (found.file.path, exercise.name)
        if exercise.bans:
            # A ban is lifted or broken by any import of the file.
            yield from map(ast.unparse, found.file.imports)
        self._reach(found.file)
        self._need(found.file, exercise.name)
        yield from self._lines()

    def _lines(self) -> Iterator[str]:
        for path in sorted(self._taken):
            file = next(f for f in self._submission.files if f.path == path)
            own = outline(file)
            yield from (file.module, own.fault, *own.headings)
            yield from (own.parts[i].text for i in sorted(self._taken[path]))
            for module, name, _bound in own.imports:
                defined = outline(self._importable[module]).defined if module in self._importable else set()
                yield f"{module in self._importable} {sorted(defined) if name == '*' else name in defined}"

    def _reach(self, file: SourceFile) -> None:
        """Take in what runs when a file is imported."""
        if file.path in self._taken:
            return
        self._taken[file.path] = set()
        own = outline(file)
        for number in own.loud:
            self._take(file, number)
        for name in own.heading_names | {"__getattr__", "__all__"}:
            self._need(file, name)

    def _need(self, file: SourceFile, name: str) -> None:
        """Take in what may give a name of a file its meaning."""
        if (file.path, name) in self._seen:
            return
        self._seen.add((file.path, name))
        own = outline(file)
        for number in own.places(name):
            self._take(file, number)
        for module, imported, bound in own.imports:
            if bound in (name, "*"):
                self._import(module, name if bound == "*" else imported)

    def _take(self, file: SourceFile, number: int) -> None:
        """Take in a statement, and all that it uses."""
        if number in self._taken.setdefault(file.path, set()):
            return
        self._taken[file.path].add(number)
        part = outline(file).parts[number]
        if _finds_by_text(part.names, part.attributes, part.imports):
            for other in self._submission.files:
                self._take_whole(other)
        for name in part.names:
            self._need(file, name)
        for module, imported, _bound in part.imports:
            # An import at the top of a file counts where its name is used; it runs the other file all the same.
            self._import(module, "" if part.is_import else imported)

    def _import(self, module: str, name: str | None) -> None:
        """Take in what an import brings: a name of a file, all of a file where it is None, nothing where it is ""."""
        steps = module.split(".")
        for i in range(len(steps)):
            if (inner := ".".join(steps[: i + 1])) in self._importable:
                self._reach(self._importable[inner])
        inner = f"{module}.{name}" if name else module
        if inner in self._importable and (name is None or name):
            self._take_whole(self._importable[inner])
        if module in self._importable and name == "*":
            self._take_whole(self._importable[module])
        elif module in self._importable and name:
            self._need(self._importable[module], name)
        elif name is None and any(other.startswith(f"{module}.") for other in self._importable):
            for other, file in self._importable.items():
                if other.startswith(f"{module}."):
                    self._take_whole(file)

    def _take_whole(self, file: SourceFile) -> None:
        if (file.path, "*") in self._seen:
            return
        self._seen.add((file.path, "*"))
        self._reach(file)
        own: Outline = outline(file)
        for number in range(len(own.parts)):
            self._take(file, number)
        for module, imported, _bound in own.imports:
            self._import(module, imported)


@functools.cache
def _finds_by_text(
    names: frozenset[str], attributes: frozenset[str], imports: tuple[tuple[str, str | None, str], ...]
) -> bool:
    dunders = {name for name in names | attributes if name.startswith("__")} - PLAIN_DUNDERS
    return bool(dunders or names & REACHING or {module.partition(".")[0] for module, *_ in imports} & LOOK_UP)
