"""Where a student stands: what counts of their attempts, with overrides and what lateness costs. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dlgrade.handed_in import Student
from dlgrade.messages import Message


@dataclass(frozen=True)
class Override:
    """Points that an instructor gave by hand for one exercise, in the place of the grader's."""

    exercise: str
    score: float
    why: str
    at: datetime | None = None


@dataclass(frozen=True)
class ExerciseScore:
    """What a student has of one exercise; `verdict` is None where an override came without any submission.

    `diagnosis` is the id of what is wrong, `diagnosis_message` its sentence.
    """

    topic: str
    name: str
    score: float
    max_score: float
    bonus: bool
    verdict: str | None = None
    diagnosis: str | None = None
    override: Override | None = None
    diagnosis_message: Message | None = None

    @property
    def misconception(self) -> str | None:
        """The id of what is wrong, where its sentence is the same for everybody: one of a relation has figures."""
        return None if self.diagnosis and self.diagnosis.startswith("relation/") else self.diagnosis


@dataclass(frozen=True)
class TopicScore:
    """The sums over a topic."""

    topic: str
    score: float
    max_score: float
    bonus: float


@dataclass(frozen=True)
class Try:
    """One attempt of a student; `percent` is before lateness, None where the run has no result of it."""

    number: int
    at: datetime | None = None
    percent: float | None = None


@dataclass(frozen=True)
class Standing:
    """What one student gets for one week.

    Args:
        submission_id: the attempt that counts, as the gradebook calls it; None where nothing was handed in.
        label: what the platform called that attempt; the folder's name in Moodle's archive, for instance.
        problem: why the attempt has no report, although there is one.
        deduction: the share of the score that lateness costs, from 0 to 1.
        history: all attempts in order; where only one counts the run may have graded no other.
    """

    student: Student
    exercises: tuple[ExerciseScore, ...]
    submission_id: str | None = None
    label: str = ""
    attempts: int = 0
    number: int = 0
    handed_in_at: datetime | None = None
    is_late: bool = False
    late_by: timedelta | None = None
    deduction: float = 0.0
    problem: Message | None = None
    notes: tuple[Message, ...] = field(default=())
    history: tuple[Try, ...] = field(default=())

    @property
    def topics(self) -> tuple[TopicScore, ...]:
        rows: dict[str, list[ExerciseScore]] = {}
        for exercise in self.exercises:
            rows.setdefault(exercise.topic, []).append(exercise)
        return tuple(
            TopicScore(
                topic,
                sum(e.score for e in parts if not e.bonus),
                sum(e.max_score for e in parts if not e.bonus),
                sum(e.score for e in parts if e.bonus),
            )
            for topic, parts in rows.items()
        )

    @property
    def score(self) -> float:
        """Points before lateness."""
        return sum(e.score for e in self.exercises if not e.bonus)

    @property
    def max_score(self) -> float:
        return sum(e.max_score for e in self.exercises if not e.bonus)

    @property
    def bonus(self) -> float:
        return sum(e.score for e in self.exercises if e.bonus)

    @property
    def final(self) -> float:
        """Points after lateness; bonus stands apart here as well."""
        return self.score * (1.0 - self.deduction)

    @property
    def percent(self) -> float:
        return 100.0 * self.final / self.max_score if self.max_score else 0.0

    @property
    def was_handed_in(self) -> bool:
        return self.submission_id is not None
