"""The nouns of a grading: verdicts, results, the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dlgrade.messages import Message


class Verdict(StrEnum):
    """What can be said of a case or an exercise; the contract lists what each means."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"
    MISSING = "missing"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    FORBIDDEN = "forbidden"
    UNREADABLE = "unreadable"
    GRADER_FAULT = "grader_fault"


@dataclass(frozen=True)
class CaseResult:
    """One case: its name is the sentence that the student reads."""

    name: str
    verdict: Verdict
    message: Message | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong: a misconception, a law that is broken, a relation to the right answers."""

    id: str
    message: Message


@dataclass(frozen=True)
class Counterexample:
    """The smallest call found that still fails."""

    call: str
    got: str
    expected: str


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise; `duration_s` is what the calls of the student's function took."""

    name: str
    verdict: Verdict
    score: float
    max_score: float
    bonus: bool
    cases: tuple[CaseResult, ...]
    diagnosis: Diagnosis | None = None
    counterexample: Counterexample | None = None
    duration_s: float = 0.0

    def first_not_passed(self) -> CaseResult | None:
        return next((c for c in self.cases if c.verdict is not Verdict.PASSED), None)


@dataclass(frozen=True)
class TopicResult:
    """One topic: the sums over its exercises."""

    topic: str
    score: float
    max_score: float
    bonus: float
    exercises: tuple[ExerciseResult, ...]


@dataclass(frozen=True)
class Report:
    """One submission, graded. `week` is None where exercises of several weeks were asked for."""

    submission_id: str
    path: str
    sha256: str
    week: int | None
    topics: tuple[TopicResult, ...]
    environment: dict[str, Any] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return sum(t.score for t in self.topics)

    @property
    def max_score(self) -> float:
        return sum(t.max_score for t in self.topics)

    @property
    def bonus(self) -> float:
        return sum(t.bonus for t in self.topics)

    @property
    def percent(self) -> float:
        """Score over what could be had; where only bonus was asked for, the share of the bonus."""
        if self.max_score:
            return 100.0 * self.score / self.max_score
        possible = sum(e.max_score for e in self.exercises())
        return 100.0 * self.bonus / possible if possible else 0.0

    def exercises(self) -> Iterator[ExerciseResult]:
        for topic in self.topics:
            yield from topic.exercises
