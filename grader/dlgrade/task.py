"""What goes to a grading process and what comes back: plain values, which any machine can be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dlgrade import __version__
from dlgrade.carried import TURNS
from dlgrade.course import Course
from dlgrade.farside import CALLS_PAID
from dlgrade.fingerprint import suite_sha256
from dlgrade.judge.shrink import BUDGET
from dlgrade.messages import Message
from dlgrade.records import Report
from dlgrade.session import DEFAULT_SEED, TIMEOUT_SECONDS
from dlgrade.submission import pieces_at
from dlgrade.wanted import Piece

# What a process may take until PyTorch is loaded, from a slow disk.
WARM_UP_SECONDS = 300.0
# Calls that explain an exercise's faults, besides those that make a counterexample small.
EXPLAINING_CALLS = 10
# Seconds that our own side may take for a call: the reference, and the judge.
OWN_SECONDS = 1.0


@dataclass(frozen=True)
class BundledCourse:
    """The course that comes with dlgrade on the machine that grades. It must be this version, and have these suites."""

    version: str
    suite_sha256: str


@dataclass(frozen=True)
class Terms:
    """What all submissions are graded by.

    `name` is a week, a topic or an exercise of the course.
    """

    course: Course | BundledCourse
    name: str
    seed: int = DEFAULT_SEED
    timeout: float = TIMEOUT_SECONDS
    isolation: str = "strict"
    is_partial: bool = False

    def elsewhere(self) -> Terms:
        """The same for a machine that shares no disk with this one."""
        if isinstance(self.course, BundledCourse):
            return self
        suites = suite_sha256(self.course, self.course.select(self.name).exercises)
        return replace(self, course=BundledCourse(__version__, suites))

    def longest(self) -> float:
        """Seconds in which any submission is graded, whatever its functions do.

        A call that hangs costs its timeout, and the exercise's other cases are not asked (0004): a week of 33 exercises
        that all hang took 34 s at a timeout of 1 s. Those that come back just in time are paid for a few calls, twice
        where another function may have cost them the time. Only a grading process that hangs itself is beyond this, so
        to end it costs no submission a point.
        """
        assert isinstance(self.course, Course)
        total = WARM_UP_SECONDS
        for exercise in self.course.select(self.name).exercises:
            calls = 2 * len(exercise.cases) + BUDGET + EXPLAINING_CALLS
            deadline = max(self.timeout, exercise.seconds or 0.0)
            total += 2 * (CALLS_PAID + 1) * deadline + calls * OWN_SECONDS
        return TURNS * total


@dataclass(frozen=True)
class Task:
    """One submission to be graded.

    Args:
        id: comes back with the result; the gradebook's name of the submission.
        name: the submission's id in the report.
        path: where it came from, for the report.
        pieces: names and bytes of its files, None for one that is too large.
    """

    id: str
    name: str
    path: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Graded:
    """What came of one submission: its report, or why there is none; `is_fault` where that is not its own doing."""

    id: str
    report: Report | None = None
    error: Message | None = None
    is_fault: bool = False


@dataclass(frozen=True)
class Refused:
    """Why no submission can be graded by a process: the machine, or what was asked of it."""

    why: Message
    exit_code: int


def task_of(path: Path, task_id: str | None = None) -> Task:
    """The submission at `path`, which is its id as well unless another is given. Raises `submission.CannotRead`."""
    return Task(task_id or str(path), path.resolve().name, str(path), tuple(pieces_at(path)))
