"""One class through the rooms: what was handed in is registered, graded where that is missing, and kept as it comes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dlgrade.batch import Graded, Task
from dlgrade.course import Course, Selection
from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.fingerprint import environment
from dlgrade.gradebook.book import Attempt, Gradebook, attempt_id, now
from dlgrade.gradebook.schema import Run
from dlgrade.gradebook.view import graded, latest_run
from dlgrade.handed_in import Enrolled, HandedIn
from dlgrade.messages import Message, say
from dlgrade.records import Report
from dlgrade.reports import json as json_report
from dlgrade.taking_in.attempts import counting
from dlgrade.text import safe_name, sanitize
from dlgrade.wanted import Piece

# How an attempt's files are read. Raises `DlgradeError` where they cannot be.
FilesOf = Callable[[HandedIn], list[Piece]]
# The folder of the reports, in that of the gradebook.
REPORTS = "reports"
# What the verdicts of a run depend on, beside the submission, its seed and how long a call may take.
_VERSIONS = ("dlgrade", "numpy", "torch", "suite_sha256")


class AlreadyGraded(DlgradeError):
    """The gradebook holds a run of this assignment, and what to do with it was not said."""

    def __init__(self, assignment: str, count: int) -> None:
        super().__init__(
            say(
                "The gradebook holds {count} results for {name} already; --resume goes on with them, --regrade grades "
                "all of them anew and lists what changed.",
                name=assignment, count=count,
            )
        )  # fmt: skip


class ReportNotWritten(GraderFault):
    """A report's file cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            say(
                "The report {path} cannot be written: {why}. What is graded is kept; mend that and use --resume.",
                path=sanitize(str(path)), why=why,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """How a class is graded: what an instructor says once for a run.

    Args:
        seed: None draws a secret one.
        attempt: which of several attempts counts: last, best or first.
        late: a policy as `late.read_policy` takes it.
        due: until when a submission is in time.
        is_partial: whether what fails because another exercise does gets the points of its own.
    """

    seed: int | None = None
    timeout: float = 5.0
    isolation: str = "strict"
    attempt: str = "last"
    late: str | None = None
    due: datetime | None = None
    is_partial: bool = False

    def settings(self) -> dict[str, Any]:
        return {
            "timeout": self.timeout, "isolation": self.isolation, "attempt": self.attempt, "late": self.late,
            "due": self.due.isoformat() if self.due else None, "partial": self.is_partial,
        }  # fmt: skip


def open_run(
    book: Gradebook, course: Course, selection: Selection, rules: Rules, *, resume: bool, regrade: bool
) -> Run:
    """The run to grade in: the last one where it is to be resumed, or a new one.

    A resumed run keeps its seed; grading anew takes the seed of the run before, so that only what was mended differs.

    Raises:
        AlreadyGraded: there is a run, and neither was asked for.
    """
    last = latest_run(book, selection.name)
    if last is not None and not resume and not regrade:
        raise AlreadyGraded(selection.name, len(graded(book, last)))
    seed = rules.seed if rules.seed is not None else last.seed if last else secrets.randbits(62)
    about = {
        "seed": seed, "settings": rules.settings(), "environment": environment(course, selection.exercises, seed),
        "exercises": {"exercises": [[e.topic, e.name, e.points, e.bonus] for e in selection.exercises]},
    }  # fmt: skip
    # A run that was begun anew and did not end is gone on with, also by those who say again that it is to be anew.
    if last is not None and (resume or last.ended_at is None):
        book.change(last, **about, ended_at=None)
        return last
    return book.begin(Run(assignment=selection.name, week=selection.week, started_at=now(), ended_at=None, **about))


def with_times(handed_in: Sequence[HandedIn], enrolled: Sequence[Enrolled]) -> list[HandedIn]:
    """The attempts, with the moment that the list of students tells: that in the files may be a student's own.

    Where there are several attempts it is the last one's.
    """
    times = {e.student.id: e.at for e in enrolled if e.at is not None}
    last = {one.student.id: one.number for one in handed_in}
    return [
        replace(one, at=times[one.student.id])
        if one.student.id in times and one.number == last[one.student.id] else one
        for one in handed_in
    ]  # fmt: skip


def enrol(book: Gradebook, enrolled: Sequence[Enrolled], handed_in: Sequence[HandedIn]) -> None:
    """Add everybody who should have handed in, and everybody who did."""
    book.enrol([e.student for e in enrolled], by_roster=True)
    book.enrol([h.student for h in handed_in], by_roster=False)


@dataclass
class ClassRun:
    """A run at work. `reports` is the folder for the reports as JSON; with a `salt` they are anonymous.

    `graded`, `skipped` and `faults` count attempts: graded now, graded before, and failed by a fault of ours.
    """

    book: Gradebook
    run: Run
    reports: Path
    salt: str | None = None
    graded: int = 0
    skipped: int = 0
    faults: int = 0
    _attempts: dict[str, tuple[Attempt, HandedIn]] = field(default_factory=dict)

    def grade(
        self,
        handed_in: Sequence[HandedIn],
        files_of: FilesOf,
        grade_all: Callable[[Iterable[Task]], Iterator[Graded]],
    ) -> Iterator[Graded]:
        """Grade what has no result yet, or one of other files or suites; each result is kept before it is given."""
        for result in grade_all(self._tasks(handed_in, files_of)):
            self._keep(result)
            yield result
        self.book.change(self.run, ended_at=now())

    def _tasks(self, handed_in: Sequence[HandedIn], files_of: FilesOf) -> Iterator[Task]:
        """Register every attempt; what cannot be read needs no grading, and what counts has to be graded once."""
        done, with_ = graded(self.book, self.run), made_with(self.run)
        counting = self._counting(handed_in)
        for one in handed_in:
            pieces, problem = _read(one, files_of)
            attempt = self.book.register(self.run.assignment, one, pieces, problem)
            if one not in counting or done.get(attempt.id) == (attempt.sha256, with_):
                self.skipped += 1
                continue
            self._attempts[attempt.id] = attempt, one
            if problem is not None:
                self._keep(Graded(attempt.id, error=problem))
            else:
                path = "" if self.salt else sanitize(one.label, 400)
                yield Task(attempt.id, self._name(one), path, tuple(pieces))

    def stored(self, one: HandedIn) -> list[Piece]:
        """The files of an attempt that was taken in before."""
        return self.book.files(attempt_id(self.run.assignment, one))

    def _counting(self, handed_in: Sequence[HandedIn]) -> Collection[HandedIn]:
        """What may count: all attempts where the best does, else each student's last or first."""
        rule = self.run.settings["attempt"]
        if rule == "best":
            return handed_in
        of: dict[str, list[HandedIn]] = {}
        for one in handed_in:
            of.setdefault(one.student.id, []).append(one)
        return {counting(attempts, rule) for attempts in of.values()}

    def _name(self, one: HandedIn) -> str:
        return anonymous_id(self.salt, one.student.id) if self.salt else one.student.id

    def _keep(self, result: Graded) -> None:
        """Keep a result: its report's file, then the gradebook, so that what the gradebook has is there whole."""
        attempt, one = self._attempts.pop(result.id)
        if result.report is not None:
            self._write(one, result.report)
        self.book.keep(self.run, attempt, made_with(self.run), result.report, result.error, result.is_fault)
        self.graded += 1
        self.faults += result.is_fault

    def _write(self, one: HandedIn, report: Report) -> None:
        path = report_file(self.reports, self._name(one), one.number)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.tmp")
            unfinished.write_text(json_report.render(report, indent=None), encoding="utf-8")
            os.replace(unfinished, path)
        except OSError as error:
            raise ReportNotWritten(path, error.strerror or type(error).__name__) from None


def _read(one: HandedIn, files_of: FilesOf) -> tuple[list[Piece], Message | None]:
    """The files of an attempt, or why there are none."""
    try:
        pieces = files_of(one)
    except DlgradeError as error:
        return [], error.message
    return pieces, None if pieces else say("There is no Python file in it.")


def made_with(run: Run) -> str:
    """A hash of what the verdicts of a run depend on beside the submission."""
    parts = [str(run.environment[name]) for name in _VERSIONS]
    parts += [str(run.seed), str(run.settings["timeout"]), *(row[1] for row in run.exercises["exercises"])]
    parts += ["partial"] if run.settings.get("partial") else []
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def anonymous_id(salt: str, student_id: str) -> str:
    """An id that tells nobody who it is, and is the same in every report of a gradebook."""
    key = student_id.encode("utf-8", "surrogatepass")
    return f"anon-{hmac.new(salt.encode(), key, hashlib.sha256).hexdigest()[:12]}"


def report_file(reports: Path, name: str, number: int) -> Path:
    """Where the report of an attempt stands; `name` is the student's id, or the anonymous one."""
    file = f"{safe_name(name)}.json"
    return reports / file if number == 1 else reports / f"attempt{number}" / file


def report_files(folder: Path, student_id: str, salt: str) -> list[Path]:
    """All reports of a student below the folder of a gradebook, under whichever id."""
    names = {f"{safe_name(name)}.json" for name in (student_id, anonymous_id(salt, student_id))}
    return [path for path in (folder / REPORTS).rglob("*.json") if path.name in names]
