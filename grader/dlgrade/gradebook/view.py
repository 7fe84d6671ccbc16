"""What is read from a gradebook: runs, where each student stands in one, and the report of an attempt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dlgrade.errors import DlgradeError
from dlgrade.gradebook.book import Gradebook
from dlgrade.gradebook.rows import topics_of
from dlgrade.gradebook.schema import CaseRow, ExerciseRow, OverrideRow, ResultRow, Run, StudentRow, SubmissionRow
from dlgrade.handed_in import HandedIn, Student
from dlgrade.late import LatePolicy, read_policy
from dlgrade.messages import Message, say
from dlgrade.records import Report
from dlgrade.standing import ExerciseScore, Override, Standing, Try
from dlgrade.text import sanitize

# Students whose rows are in memory at once.
AT_ONCE = 100


class UnknownSubmission(DlgradeError):
    """No attempt of this id is in the gradebook."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(
            say(
                "The gradebook has no submission {id}; `dlgrade report STUDENT` tells the id of each.",
                id=sanitize(submission_id, 80),
            )
        )


class NothingGraded(DlgradeError):
    """The gradebook holds no run, or none of this name."""

    exit_code = 5

    def __init__(self, assignment: str | None) -> None:
        if assignment is None:
            message = say("Nothing is graded in this gradebook yet; `dlgrade batch` does it.")
        else:
            message = say("Nothing is graded for {name} in this gradebook.", name=sanitize(assignment, 80))
        super().__init__(message)


@dataclass(frozen=True)
class _Graded:
    """An attempt that may count: its row without its files, and its result, which an unfinished run lacks."""

    attempt: Any
    result: ResultRow | None
    late_by: timedelta | None
    deduction: float

    @property
    def final(self) -> float:
        return (self.result.score if self.result else -1.0) * (1 - self.deduction)

    def as_try(self) -> Try:
        """Without the points that were given by hand: they belong to no attempt."""
        result = self.result
        percent = 100.0 * result.score / result.max_score if result and result.max_score else None
        return Try(self.attempt.number, self.attempt.handed_in_at, percent)


def latest_run(book: Gradebook, assignment: str | None = None) -> Run | None:
    """The newest run, of any assignment or of one."""
    query = sa.select(Run).order_by(Run.id.desc()).limit(1)
    with book.session() as session:
        return session.scalar(query.where(Run.assignment == assignment) if assignment else query)


def run_of(book: Gradebook, assignment: str | None = None) -> Run:
    """As `latest_run`. Raises `NothingGraded` where there is none."""
    run = latest_run(book, assignment)
    if run is None:
        raise NothingGraded(assignment)
    return run


def run_before(book: Gradebook, run: Run) -> Run | None:
    """The run of the same assignment before this one."""
    query = sa.select(Run).where(Run.assignment == run.assignment, Run.id < run.id).order_by(Run.id.desc()).limit(1)
    with book.session() as session:
        return session.scalar(query)


def graded(book: Gradebook, run: Run) -> dict[str, tuple[str, str]]:
    """The attempts that the run has a result of, with the hash of their files and what they were graded with.

    A fault of ours is no result: it is tried again.
    """
    query = sa.select(ResultRow.submission_id, ResultRow.sha256, ResultRow.made_with)
    with book.session() as session:
        rows = session.execute(query.where(ResultRow.run_id == run.id, ResultRow.is_fault.is_(False)))
        return {row.submission_id: (row.sha256, row.made_with) for row in rows}


def attempts(book: Gradebook, assignment: str, student_id: str | None = None) -> list[HandedIn]:
    """All attempts at an assignment, or those of one student, in order and without their files."""
    columns = [c for c in SubmissionRow.__table__.columns if c.name != "files"]
    query = sa.select(*columns).where(SubmissionRow.assignment == assignment)
    with book.session() as session:
        if student_id is not None:
            query = query.where(SubmissionRow.student_id == book.student(session, student_id).id)
        rows = session.execute(query.order_by(SubmissionRow.student_id, SubmissionRow.number))
        return [
            HandedIn(Student(row.student_id), row.label, (), row.handed_in_at, row.is_late, row.number) for row in rows
        ]


def standings(book: Gradebook, run: Run, student_id: str | None = None) -> Iterator[Standing]:
    """Where each student stands in a run, in the order of their ids: who handed in, and who should have."""
    policy = read_policy(run.settings["late"]) if run.settings.get("late") else None
    due = datetime.fromisoformat(run.settings["due"]) if run.settings.get("due") else None
    with book.session() as session:
        people = sa.select(StudentRow).order_by(StudentRow.id)
        if student_id is not None:
            people = people.where(StudentRow.id == book.student(session, student_id).id)
        everyone = session.scalars(people).all()
        overrides = _overrides(session)
        for start in range(0, len(everyone), AT_ONCE):
            some = everyone[start : start + AT_ONCE]
            found = _attempts(session, run, [s.id for s in some], policy, due)
            chosen = {s.id: _counting(found.get(s.id, []), run.settings.get("attempt", "last")) for s in some}
            rows = _exercises(session, [c.result.id for c in chosen.values() if c and c.result])
            for row in some:
                if row.is_enrolled or found.get(row.id):
                    yield _standing(row, run, chosen[row.id], found.get(row.id, []), rows, overrides.get(row.id, {}))
            session.expunge_all()


def _overrides(session: Session) -> dict[str, dict[str, Override]]:
    found: dict[str, dict[str, Override]] = {}
    for row in session.scalars(sa.select(OverrideRow)):
        found.setdefault(row.student_id, {})[row.exercise] = Override(row.exercise, row.score, row.why, row.made_at)
    return found


def _attempts(
    session: Session, run: Run, ids: Sequence[str], policy: LatePolicy | None, due: datetime | None
) -> dict[str, list[_Graded]]:
    """The attempts of some students in order, with their results in the run."""
    columns = [c for c in SubmissionRow.__table__.columns if c.name != "files"]
    query = (
        sa.select(ResultRow, *columns)
        .select_from(SubmissionRow)
        .outerjoin(ResultRow, sa.and_(ResultRow.submission_id == SubmissionRow.id, ResultRow.run_id == run.id))
        .where(SubmissionRow.assignment == run.assignment, SubmissionRow.student_id.in_(ids))
        .order_by(SubmissionRow.student_id, SubmissionRow.number)
    )
    found: dict[str, list[_Graded]] = {}
    for row in session.execute(query):
        late_by = row.handed_in_at - due if due and row.handed_in_at else None
        is_late = late_by > timedelta(0) if late_by is not None else row.is_late
        deduction = policy.deduction(late_by) if policy and is_late else 0.0
        found.setdefault(row.student_id, []).append(_Graded(row, row.ResultRow, late_by, deduction))
    return found


def _counting(found: Sequence[_Graded], rule: str) -> _Graded | None:
    """The attempt that counts; of equally good ones the first."""
    if not found:
        return None
    if rule == "best":
        return max(found, key=lambda graded: graded.final)
    return found[0 if rule == "first" else -1]


def _exercises(session: Session, result_ids: Sequence[int]) -> dict[int, list[ExerciseRow]]:
    query = sa.select(ExerciseRow).where(ExerciseRow.result_id.in_(result_ids))
    rows = session.scalars(query.order_by(ExerciseRow.result_id, ExerciseRow.position))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.result_id)}


def _standing(
    student: StudentRow, run: Run, counting: _Graded | None, found: Sequence[_Graded],
    rows: dict[int, list[ExerciseRow]], overrides: dict[str, Override],
) -> Standing:  # fmt: skip
    result = counting.result if counting else None
    by_name = {row.name: row for row in rows.get(result.id, ())} if result else {}
    exercises = tuple(
        _score(topic, name, points, bonus, by_name.get(name), overrides.get(name))
        for topic, name, points, bonus in run.exercises["exercises"]
    )
    person = Student(student.id, student.first_name, student.last_name, student.email)
    if counting is None:
        return Standing(person, exercises)
    attempt = counting.attempt
    return Standing(
        person, exercises, attempt.id, attempt.label, len(found), attempt.number, attempt.handed_in_at,
        attempt.is_late if counting.late_by is None else counting.late_by > timedelta(0), counting.late_by,
        counting.deduction, _problem(attempt.problem, result), history=tuple(one.as_try() for one in found),
    )  # fmt: skip


def _problem(problem: Message | None, result: ResultRow | None) -> Message | None:
    if result is None:
        return problem or say("It is not graded yet; go on with --resume.")
    return result.problem or problem


def _score(
    topic: str, name: str, points: float, bonus: bool, row: ExerciseRow | None, override: Override | None
) -> ExerciseScore:  # fmt: skip
    score = override.score if override else row.score if row else 0.0
    return ExerciseScore(
        topic, name, score, row.max_score if row else points, bonus, row.verdict if row else None,
        row.diagnosis_id if row else None, override, row.diagnosis if row else None,
    )  # fmt: skip


def report_of(book: Gradebook, run: Run, submission_id: str) -> Report | None:
    """The report of an attempt in a run, as it was made; None where the attempt has none.

    Raises:
        UnknownSubmission: there is no such attempt.
    """
    with book.session() as session:
        result = session.scalar(
            sa.select(ResultRow).where(ResultRow.run_id == run.id, ResultRow.submission_id == submission_id)
        )
        attempt = session.execute(
            sa.select(SubmissionRow.student_id, SubmissionRow.label).where(SubmissionRow.id == submission_id)
        ).first()
        if attempt is None:
            raise UnknownSubmission(submission_id)
        if result is None or result.problem is not None:
            return None
        exercises = session.scalars(
            sa.select(ExerciseRow).where(ExerciseRow.result_id == result.id).order_by(ExerciseRow.position)
        )
        cases = session.scalars(
            sa.select(CaseRow).where(CaseRow.result_id == result.id).order_by(CaseRow.exercise, CaseRow.position)
        )
        topics = topics_of(exercises, cases)
    name, path = sanitize(attempt.student_id, 200), sanitize(attempt.label, 400)
    return Report(name, path, result.sha256, run.week, topics, result.environment)
