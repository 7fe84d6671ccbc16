"""What is written into a gradebook, each in one transaction: people, attempts, runs, results, overrides."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dlgrade.errors import DlgradeError
from dlgrade.gradebook.connection import connect, told
from dlgrade.gradebook.packing import pack, unpack
from dlgrade.gradebook.rows import case_rows, exercise_rows
from dlgrade.gradebook.schema import (
    CaseRow,
    ExerciseRow,
    OverrideRow,
    ResultRow,
    Run,
    Setting,
    StudentRow,
    SubmissionRow,
)
from dlgrade.handed_in import HandedIn, Student
from dlgrade.messages import Message, say
from dlgrade.records import Report
from dlgrade.submission import digest
from dlgrade.text import sanitize
from dlgrade.wanted import Piece

# PostgreSQL indexes no key longer than 2,700 bytes, and a character may take five.
MAX_ID = 500


class UnknownStudent(DlgradeError):
    """Nobody of this id is in the gradebook."""

    def __init__(self, student_id: str, near: Sequence[str] = ()) -> None:
        if near:
            names = ", ".join(sanitize(n, 60) for n in near)
            message = say(
                "No student {id} is in the gradebook; did you mean {near}?", id=sanitize(student_id, 80), near=names
            )
        else:
            message = say(
                "No student {id} is in the gradebook; `dlgrade report` lists them.", id=sanitize(student_id, 80)
            )
        super().__init__(message)


@dataclass(frozen=True)
class Attempt:
    """A registered attempt: what the gradebook calls it, and the hash of its files."""

    id: str
    sha256: str


class Gradebook:
    """A gradebook that is open. Use it in a `with` block."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        self.engine = connect(url, create=create)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *of_error: object) -> None:
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction. What goes wrong in the database is told as `GradebookUnusable`."""
        with told(self.engine), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction without objects, for what is written a thousand times."""
        with told(self.engine), self.engine.begin() as connection:
            yield connection

    def enrol(self, students: Iterable[Student], *, by_roster: bool) -> None:
        """Add students, or what is told anew of those that are known; who was enrolled once stays so."""
        with self.session() as session:
            for student in students:
                row = session.get(StudentRow, bounded(student.id))
                if row is None:
                    row = StudentRow(
                        id=bounded(student.id), first_name="", last_name="", email="", is_enrolled=by_roster
                    )
                    session.add(row)
                # A list of students knows names better than an archive, whose names come without.
                row.first_name = sanitize(student.first_name, 200) or row.first_name
                row.last_name = sanitize(student.last_name, 200) or row.last_name
                row.email = sanitize(student.email, 200) or row.email
                row.is_enrolled = row.is_enrolled or by_roster

    def forget(self, student_id: str) -> None:
        """Remove a person with all attempts, results and overrides, also from the pages of the file."""
        with self.session() as session:
            session.delete(self.student(session, student_id))
        if self.engine.dialect.name == "sqlite":
            with told(self.engine), self.engine.connect() as connection:
                free = connection.execution_options(isolation_level="AUTOCOMMIT")
                free.execute(sa.text("VACUUM"))
                free.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def student(self, session: Session, student_id: str) -> StudentRow:
        """The student of an id. Raises `UnknownStudent`."""
        row = session.get(StudentRow, bounded(student_id))
        if row is None:
            folded = student_id.casefold()
            ids = session.scalars(sa.select(StudentRow.id)).all()
            raise UnknownStudent(student_id, [i for i in ids if folded in i.casefold()][:3] if folded else ())
        return row

    def register(
        self, assignment: str, handed_in: HandedIn, pieces: Sequence[Piece], problem: Message | None
    ) -> Attempt:
        """Keep what was handed in. The same attempt again replaces it, with its results if its files changed."""
        attempt = Attempt(attempt_id(assignment, handed_in), digest(pieces))
        is_it = SubmissionRow.id == attempt.id
        values: dict[str, Any] = {
            "label": handed_in.label, "handed_in_at": handed_in.at, "is_late": handed_in.is_late,
            "sha256": attempt.sha256, "problem": problem,
        }  # fmt: skip
        with self.transaction() as connection:
            before = connection.scalar(sa.select(SubmissionRow.sha256).where(is_it))
            if before == attempt.sha256:
                connection.execute(sa.update(SubmissionRow).where(is_it).values(**values))
                return attempt
            values["files"] = pack(pieces)
            if before is None:
                whose = {"id": attempt.id, "assignment": assignment, "student_id": bounded(handed_in.student.id)}
                connection.execute(sa.insert(SubmissionRow), {**values, **whose, "number": handed_in.number})
            else:
                connection.execute(sa.update(SubmissionRow).where(is_it).values(**values))
                connection.execute(sa.delete(ResultRow).where(ResultRow.submission_id == attempt.id))
        return attempt

    def files(self, submission_id: str) -> list[Piece]:
        """The files of an attempt, as they were handed in."""
        with self.session() as session:
            packed = session.scalar(sa.select(SubmissionRow.files).where(SubmissionRow.id == submission_id))
        return unpack(packed) if packed else []

    def begin(self, run: Run) -> Run:
        with self.session() as session:
            session.add(run)
        return run

    def change(self, run: Run, **values: Any) -> None:
        """Set columns of a run."""
        with self.session() as session:
            session.execute(sa.update(Run).where(Run.id == run.id).values(**values))
        for name, value in values.items():
            setattr(run, name, value)

    def keep(
        self, run: Run, attempt: Attempt, made_with: str, report: Report | None, problem: Message | None, is_fault: bool
    ) -> None:
        """Keep what came of an attempt, in the place of what came of it before in this run."""
        values = {
            "run_id": run.id, "submission_id": attempt.id, "sha256": attempt.sha256, "made_with": made_with,
            "score": report.score if report else 0.0, "max_score": report.max_score if report else 0.0,
            "bonus": report.bonus if report else 0.0, "problem": problem, "is_fault": is_fault,
            "environment": report.environment if report else {}, "graded_at": now(),
        }  # fmt: skip
        before = (ResultRow.run_id == run.id, ResultRow.submission_id == attempt.id)
        with self.transaction() as connection:
            connection.execute(sa.delete(ResultRow).where(*before))
            (number,) = connection.execute(sa.insert(ResultRow).returning(ResultRow.id), values).one()
            if report:
                connection.execute(sa.insert(ExerciseRow), exercise_rows(number, report))
                connection.execute(sa.insert(CaseRow), case_rows(number, report))

    def override(self, student_id: str, exercise: str, score: float | None, why: str) -> None:
        """Give a student points for an exercise by hand; None takes them back."""
        with self.session() as session:
            student = self.student(session, student_id)
            session.execute(
                sa.delete(OverrideRow).where(OverrideRow.student_id == student.id, OverrideRow.exercise == exercise)
            )
            if score is not None:
                why = sanitize(why, 1000)
                session.add(OverrideRow(student_id=student.id, exercise=exercise, score=score, why=why, made_at=now()))

    def salt(self) -> str:
        """What anonymous ids are made with: drawn once, and kept."""
        with self.session() as session:
            found = session.get(Setting, "salt")
            if found is None:
                found = Setting(name="salt", value=secrets.token_hex(16))
                session.add(found)
            return found.value


def now() -> datetime:
    return datetime.now(UTC)


def bounded(student_id: str) -> str:
    """An id as it is kept: one that is longer than any platform's keeps its beginning and a hash of the whole."""
    if len(student_id) <= MAX_ID:
        return student_id
    return f"{student_id[: MAX_ID - 66]}… {_hash(student_id)}"


def attempt_id(assignment: str, handed_in: HandedIn) -> str:
    """The gradebook's name of an attempt: the same whenever it is taken in."""
    return _hash(f"{assignment}\0{handed_in.number}\0{bounded(handed_in.student.id)}")[:12]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
