"""The tables of a gradebook. `migrations/` makes them; a test holds both to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Double, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from dlgrade.gradebook.columns import AnyText, Json, Moment
from dlgrade.messages import Message


class Base(DeclarativeBase):
    """What all tables share: how a Python type is kept."""

    type_annotation_map: ClassVar = {
        str: AnyText, float: Double, datetime: Moment, dict[str, Any]: Json, Message: Json,
    }  # fmt: skip


class Setting(Base):
    """What holds for the whole gradebook, such as the salt of anonymous ids."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class StudentRow(Base):
    """A person, by the platform's id. `is_enrolled`: a roster named them."""

    __tablename__ = "students"
    id: Mapped[str] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    is_enrolled: Mapped[bool]


class Run(Base):
    """One grading of a class: `assignment` is the name that was graded, a week's mostly; the seed is secret."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment: Mapped[str]
    week: Mapped[int | None]
    seed: Mapped[int] = mapped_column(BigInteger)
    settings: Mapped[dict[str, Any]]
    environment: Mapped[dict[str, Any]]
    exercises: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SubmissionRow(Base):
    """One attempt of one student; `files` is what `packing` makes of it."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("assignment", "student_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    assignment: Mapped[str]
    student_id: Mapped[str] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    label: Mapped[str]
    handed_in_at: Mapped[datetime | None]
    is_late: Mapped[bool]
    sha256: Mapped[str]
    problem: Mapped[Message | None]
    files: Mapped[bytes] = mapped_column(LargeBinary)


class ResultRow(Base):
    """What came of one submission in one run. `made_with` hashes what its verdicts depend on beside the submission."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("run_id", "submission_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str]
    made_with: Mapped[str]
    score: Mapped[float]
    max_score: Mapped[float]
    bonus: Mapped[float]
    problem: Mapped[Message | None]
    is_fault: Mapped[bool]
    environment: Mapped[dict[str, Any]]
    graded_at: Mapped[datetime]


class ExerciseRow(Base):
    """One exercise of a result, as the report has it."""

    __tablename__ = "exercise_results"
    __table_args__ = (Index("ix_exercise_results_name", "name", "verdict"),)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    name: Mapped[str]
    verdict: Mapped[str]
    score: Mapped[float]
    max_score: Mapped[float]
    is_bonus: Mapped[bool]
    diagnosis_id: Mapped[str | None]
    diagnosis: Mapped[Message | None]
    counterexample: Mapped[dict[str, Any] | None]
    duration_s: Mapped[float]


class CaseRow(Base):
    """One case; `exercise` is the position of its exercise in the result."""

    __tablename__ = "case_results"
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id", ondelete="CASCADE"), primary_key=True)
    exercise: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    verdict: Mapped[str]
    message: Mapped[Message | None]
    weight: Mapped[float]


class OverrideRow(Base):
    """Points given by hand. It belongs to the student and the exercise, not to a run: grading again leaves it."""

    __tablename__ = "overrides"
    student_id: Mapped[str] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    why: Mapped[str]
    made_at: Mapped[datetime]
