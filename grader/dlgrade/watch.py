"""A workspace under watch: at each save the exercises that it touched are graded again."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dlgrade.course import Course
from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.messages import say
from dlgrade.records import ExerciseResult, Report, Verdict
from dlgrade.rules import is_stub
from dlgrade.score import topic_result
from dlgrade.source_file import SourceFile
from dlgrade.submission import CannotRead, NothingToGrade, Submission, Unfit, read
from dlgrade.suite.exercise import Exercise
from dlgrade.touched import Fingerprint, fingerprint
from dlgrade.wanted import SKIPPED

# Changes that come within QUIET_MS of each other are one save, and none waits for longer than TOGETHER_MS.
QUIET_MS = 10
TOGETHER_MS = 50
# How often it is seen whether the folder is still there, and how late Ctrl-C may be heeded on Windows.
LOOK_UP_MS = 1000
# Some editors take a file away, or empty it, before they write it anew.
PATIENCE_SECONDS = 0.05
READINGS = 6
NOT_BEGUN = (Verdict.TODO, Verdict.MISSING)

Grade = Callable[[Submission, tuple[Exercise, ...]], Report]
Show = Callable[[Report, Report], None]


class FolderGone(DlgradeError):
    """What was watched is there no more."""

    exit_code = 4

    def __init__(self, folder: Path) -> None:
        super().__init__(say("The folder {folder} is gone; there is nothing left to watch.", folder=str(folder)))


class CannotWatch(GraderFault):
    """The system does not tell of saves."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(say("{folder} cannot be watched: {why}.", folder=str(folder), why=why))


def watch(
    readings: Iterable[Submission], exercises: Fingerprints, grade: Grade, show: Show, *, only_begun: bool = False
) -> None:
    """Grade the exercises at the first reading of a submission, and at each later one those that it touched.

    `show` gets the report of these and that of all so far. With `only_begun` exercises are left out as long as they
    are stubs or missing.
    """
    results: dict[str, ExerciseResult] = {}
    for submission in readings:
        wanted = exercises.touched(submission)
        if only_begun:
            wanted = tuple(e for e in wanted if e.name in results or is_begun(submission, e))
        if not wanted:
            continue
        report = grade(submission, wanted)
        results |= {result.name: result for result in report.exercises()}
        if only_begun:
            results = {name: result for name, result in results.items() if result.verdict not in NOT_BEGUN}
        topics: dict[str, list[ExerciseResult]] = {}
        for exercise in exercises.exercises:
            if exercise.name in results:
                topics.setdefault(exercise.topic, []).append(results[exercise.name])
        show(report, replace(report, topics=tuple(topic_result(name, rows) for name, rows in topics.items())))


def is_begun(submission: Submission, exercise: Exercise) -> bool:
    """Whether there is more of an exercise than its stub."""
    found = submission.find(exercise.name, exercise.topic)
    return found.verdict is not Verdict.MISSING if isinstance(found, Unfit) else not is_stub(found.node)


@dataclass
class Fingerprints:
    """The fingerprints of exercises, from one reading of a submission to the next."""

    course: Course
    exercises: tuple[Exercise, ...]
    _known: dict[str, Fingerprint] = field(default_factory=dict)
    _read: Submission | None = None

    def touched(self, submission: Submission) -> tuple[Exercise, ...]:
        """The exercises whose answers may differ from those at the reading before; all of them at the first."""
        changed = None if self._read is None else _changed(self._read, submission)
        self._read = submission
        found = []
        for exercise in self.exercises:
            known, forward = self._known.get(exercise.name), self._forwards.get(exercise.name)
            sought = [exercise, forward] if forward else [exercise]
            if known and changed is not None and not any(_concerns(file, known, sought) for file in changed):
                continue
            self._known[exercise.name] = fingerprint(submission, exercise, forward)
            if known is None or known.digest != self._known[exercise.name].digest:
                found.append(exercise)
        return tuple(found)

    @functools.cached_property
    def _forwards(self) -> dict[str, Exercise]:
        """What each gradient is the gradient of."""
        gradients = {e.name: e.gradient_of.of for e in self.exercises if e.gradient_of}
        by_name = {e.name: e for e in self.course.exercises()} if gradients else {}
        return {name: by_name[of] for name, of in gradients.items() if of in by_name}


def _changed(before: Submission, after: Submission) -> list[SourceFile] | None:
    """The files that changed, as they were and as they are; None where some came or went, which any may notice."""
    old, new = ({f.path: f for f in s.files} for s in (before, after))
    if old.keys() != new.keys() or before.sources.keys() != after.sources.keys():
        return None
    return [file for path in new if old[path] != new[path] for file in (old[path], new[path])]


def _concerns(file: SourceFile, known: Fingerprint, sought: list[Exercise]) -> bool:
    """Whether a fingerprint may change with a file: it stands on it, or the exercise may be found in it."""
    if file.path in known.paths:
        return True
    return any(file.may_define(e.name) or (file.tree is None and e.topic == file.stem) for e in sought)


def readings(folder: Path, saves: Iterable[object], complain: Callable[[DlgradeError], None]) -> Iterator[Submission]:
    """The submission in a folder, now and after each save. Raises `FolderGone`, and at first as `submission.read`.

    While something in it cannot be opened, `complain` hears why and there is no reading.
    """
    submission = read(folder)
    yield submission
    for _save in saves:
        try:
            submission = _read_again(folder, submission)
        except CannotRead as error:
            complain(error)
        else:
            yield submission


def _read_again(folder: Path, before: Submission) -> Submission:
    """Read the submission when its files are whole. Files that are as before keep their trees."""
    known = {file.path: file for file in before.files}
    for attempt in range(READINGS):
        time.sleep(PATIENCE_SECONDS if attempt else 0)
        if not folder.is_dir():
            raise FolderGone(folder)
        try:
            after = read(folder)
        except NothingToGrade:
            after = replace(before, files=())
        except CannotRead:
            # A file went away under our hands.
            if attempt == READINGS - 1:
                raise
            continue
        if {f.path for f in before.files if f.text} <= {f.path for f in after.files if f.text}:
            break
    return replace(after, files=tuple(known[f.path] if f == known.get(f.path) else f for f in after.files))


def saves(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Comes back after each save in a folder, after the folder went away, and once soon after the start.

    The last is for what was saved before the system began to tell of it. Ends soon after `stop` is set. Raises
    `CannotWatch` where the system does not tell.
    """
    import watchfiles

    folder = folder.resolve()

    def is_told(change: watchfiles.Change, path: str) -> bool:
        parts = Path(path).relative_to(folder).parts
        return not any(part in SKIPPED or part.startswith(".") for part in parts)

    try:
        while folder.is_dir():
            is_late = True
            for changes in watchfiles.watch(
                folder, watch_filter=is_told, debounce=TOGETHER_MS, step=QUIET_MS, rust_timeout=LOOK_UP_MS,
                yield_on_timeout=True, stop_event=stop,
            ):  # fmt: skip
                if changes or is_late or not folder.is_dir():
                    yield
                is_late = False
                if (watchfiles.Change.deleted, str(folder)) in changes:
                    # Another may be in its place, which the system tells nothing of.
                    break
            if stop is not None and stop.is_set():
                return
    except (OSError, RuntimeError) as error:
        # Of a folder that is being removed the parts go first.
        time.sleep(READINGS * PATIENCE_SECONDS)
        if folder.is_dir():
            raise CannotWatch(folder, str(error)) from error
    yield
