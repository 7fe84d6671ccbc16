"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ALL = ("settings", "students", "runs", "submissions", "results", "exercise_results", "case_results", "overrides")


def upgrade() -> None:
    _people()
    _gradings()
    _details()


def downgrade() -> None:
    for table in reversed(ALL):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, primary_key=primary_key)


def _number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _belongs(name: str, to: str, *, key: bool = False) -> sa.Column[Any]:
    kind: sa.types.TypeEngine[Any] = sa.Integer() if to in ("runs.id", "results.id") else sa.Text()
    return sa.Column(name, kind, sa.ForeignKey(to, ondelete="CASCADE"), nullable=False, primary_key=key)


def _people() -> None:
    op.create_table("settings", _text("name", primary_key=True), _text("value"))
    op.create_table(
        "students",
        _text("id", primary_key=True), _text("first_name"), _text("last_name"), _text("email"), _yes("is_enrolled"),
    )  # fmt: skip
    op.create_table(
        "submissions",
        _text("id", primary_key=True), _text("assignment"), _belongs("student_id", "students.id"),
        sa.Column("number", sa.Integer(), nullable=False), _text("label"), _text("handed_in_at", nullable=True),
        _yes("is_late"), _text("sha256"), _text("problem", nullable=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("assignment", "student_id", "number"),
    )  # fmt: skip
    op.create_index("ix_submissions_student_id", "submissions", ["student_id"])
    op.create_table(
        "overrides",
        _belongs("student_id", "students.id", key=True), _text("exercise", primary_key=True),
        _number("score"), _text("why"), _text("made_at"),
    )  # fmt: skip


def _gradings() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), primary_key=True), _text("assignment"), sa.Column("week", sa.Integer()),
        sa.Column("seed", sa.BigInteger(), nullable=False), _text("settings"), _text("environment"),
        _text("exercises"), _text("started_at"), _text("ended_at", nullable=True),
    )  # fmt: skip
    op.create_table(
        "results",
        sa.Column("id", sa.Integer(), primary_key=True), _belongs("run_id", "runs.id"),
        _belongs("submission_id", "submissions.id"), _text("sha256"), _text("made_with"),
        _number("score"), _number("max_score"), _number("bonus"), _text("problem", nullable=True),
        _yes("is_fault"), _text("environment"), _text("graded_at"),
        sa.UniqueConstraint("run_id", "submission_id"),
    )  # fmt: skip
    op.create_index("ix_results_submission_id", "results", ["submission_id"])


def _details() -> None:
    op.create_table(
        "exercise_results",
        _belongs("result_id", "results.id", key=True), sa.Column("position", sa.Integer(), primary_key=True),
        _text("topic"), _text("name"), _text("verdict"), _number("score"), _number("max_score"), _yes("is_bonus"),
        _text("diagnosis_id", nullable=True), _text("diagnosis", nullable=True), _text("counterexample", nullable=True),
        _number("duration_s"),
    )  # fmt: skip
    op.create_index("ix_exercise_results_name", "exercise_results", ["name", "verdict"])
    op.create_table(
        "case_results",
        _belongs("result_id", "results.id", key=True), sa.Column("exercise", sa.Integer(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True), _text("name"), _text("verdict"),
        _text("message", nullable=True), _number("weight"),
    )  # fmt: skip
