"""How a class did: scores, exercises, misconceptions, attempts, who is missing. Pure; reads each standing once."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from dlgrade.handed_in import Student
from dlgrade.messages import Message
from dlgrade.records import Verdict
from dlgrade.standing import ExerciseScore, Standing, Try

# Tenths of the way, and all of it, which is a group of its own.
BINS = 11
# Groups of days at most; longer times are told by more days at once.
MOST_DAYS = 31
# The student's function did not run: nothing was written, or no part of the file can be read.
NOT_ATTEMPTED = frozenset({"", Verdict.TODO, Verdict.MISSING, Verdict.UNREADABLE})


@dataclass(frozen=True)
class ExerciseStatistics:
    """One exercise among those who handed in.

    Args:
        verdicts: how many have each verdict; "" counts those without one, whose submission has no report.
        attempted: those whose function ran.
    """

    topic: str
    name: str
    bonus: bool
    verdicts: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.verdicts.values())

    @property
    def passed(self) -> int:
        return self.verdicts.get(Verdict.PASSED, 0)

    @property
    def attempted(self) -> int:
        return sum(count for verdict, count in self.verdicts.items() if verdict not in NOT_ATTEMPTED)


@dataclass(frozen=True)
class Misconception:
    """What `count` students got wrong in the same way, of those who attempted the exercise."""

    id: str
    exercise: str
    message: Message | None
    count: int
    attempted: int


@dataclass(frozen=True)
class AttemptStatistics:
    """The attempts of one number; `mean` is the percentage of those that were graded, None where none was."""

    number: int
    count: int
    graded: int
    mean: float | None


@dataclass(frozen=True)
class Progress:
    """The first graded attempt against the last one, over those who have two or more. The means are percentages."""

    count: int
    first: float
    last: float
    better: int
    worse: int


@dataclass(frozen=True)
class Percents:
    """The final percentages of those who handed in."""

    mean: float
    median: float
    least: float
    most: float


@dataclass(frozen=True)
class ClassStatistics:
    """A class.

    Args:
        histogram: how many reached 0 to 10 %, 10 to 20 % …, and in the last place all.
        exercises: in the order of the course; `hardest` gives another.
        misconceptions: the commonest first.
        days: each first day of a group, with how many attempts were handed in; the groups are equally long.
        late: how many are late; `deduction` is what lateness costs these on average, as a share.
    """

    count: int
    histogram: tuple[int, ...]
    percents: Percents | None
    exercises: tuple[ExerciseStatistics, ...]
    misconceptions: tuple[Misconception, ...]
    missing: tuple[Student, ...]
    ungraded: int
    late: int
    deduction: float
    attempts: tuple[AttemptStatistics, ...]
    progress: Progress | None
    days: tuple[tuple[date, int], ...]

    @property
    def there(self) -> int:
        return self.count - len(self.missing)

    @property
    def hardest(self) -> tuple[ExerciseStatistics, ...]:
        """The exercises, those that the smallest share passed first."""
        return tuple(sorted(self.exercises, key=lambda one: one.passed / one.count if one.count else 1.0))


def class_statistics(standings: Iterable[Standing], zone: tzinfo | None = None) -> ClassStatistics:
    """The statistics of a class; days are those of `zone`, or of this machine."""
    tally = _Tally(zone)
    for standing in standings:
        tally.add(standing)
    return tally.whole()


@dataclass
class _Tally:
    """What is kept of the standings: counts, and a number for each student."""

    zone: tzinfo | None
    percents: list[float] = field(default_factory=list)
    missing: list[Student] = field(default_factory=list)
    verdicts: dict[tuple[str, str, bool], Counter[str]] = field(default_factory=dict)
    diagnoses: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentences: dict[str, Message] = field(default_factory=dict)
    ungraded: int = 0
    deductions: list[float] = field(default_factory=list)
    numbers: Counter[int] = field(default_factory=Counter)
    graded: dict[int, list[float]] = field(default_factory=dict)
    pairs: list[tuple[float, float]] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)

    def add(self, standing: Standing) -> None:
        for exercise in standing.exercises:
            # Everybody's exercises are named, also where nobody handed in.
            counts = self.verdicts.setdefault((exercise.topic, exercise.name, exercise.bonus), Counter())
            if standing.was_handed_in:
                counts[exercise.verdict or ""] += 1
                self._diagnosis(exercise)
        if not standing.was_handed_in:
            self.missing.append(standing.student)
            return
        self.percents.append(_bounded(standing.percent))
        self.ungraded += standing.problem is not None
        if standing.is_late:
            self.deductions.append(standing.deduction)
        self._history(standing.history)

    def _diagnosis(self, exercise: ExerciseScore) -> None:
        if exercise.misconception:
            self.diagnoses[exercise.misconception, exercise.name] += 1
            if exercise.diagnosis_message is not None:
                self.sentences.setdefault(exercise.misconception, exercise.diagnosis_message)

    def _history(self, history: Iterable[Try]) -> None:
        reached = []
        for one in history:
            self.numbers[one.number] += 1
            if one.at is not None:
                self.days[one.at.astimezone(self.zone).date()] += 1
            if one.percent is not None:
                reached.append(_bounded(one.percent))
                self.graded.setdefault(one.number, []).append(reached[-1])
        if len(reached) > 1:
            self.pairs.append((reached[0], reached[-1]))

    def whole(self) -> ClassStatistics:
        exercises = tuple(ExerciseStatistics(*key, dict(counts)) for key, counts in self.verdicts.items())
        return ClassStatistics(
            len(self.percents) + len(self.missing), _histogram(self.percents), _percents(self.percents), exercises,
            self._misconceptions(exercises), tuple(self.missing), self.ungraded, len(self.deductions),
            statistics.fmean(self.deductions) if self.deductions else 0.0, self._attempts(), _progress(self.pairs),
            _grouped(self.days),
        )  # fmt: skip

    def _misconceptions(self, exercises: Iterable[ExerciseStatistics]) -> tuple[Misconception, ...]:
        attempted = {one.name: one.attempted for one in exercises}
        order = sorted(self.diagnoses.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            Misconception(name, exercise, self.sentences.get(name), count, attempted[exercise])
            for (name, exercise), count in order
        )

    def _attempts(self) -> tuple[AttemptStatistics, ...]:
        found = ((number, self.numbers[number], self.graded.get(number, [])) for number in sorted(self.numbers))
        return tuple(
            AttemptStatistics(number, count, len(some), statistics.fmean(some) if some else None)
            for number, count, some in found
        )


def _bounded(percent: float) -> float:
    """Points given by hand may be more than there are, or no number at all."""
    return 0.0 if math.isnan(percent) else min(100.0, max(0.0, percent))


def _histogram(percents: Iterable[float]) -> tuple[int, ...]:
    # Sums of points are rounded in binary: all of them is all but for that.
    groups = Counter(BINS - 1 if percent >= 100 - 1e-9 else int((percent + 1e-9) // 10) for percent in percents)
    return tuple(groups[index] for index in range(BINS))


def _percents(some: list[float]) -> Percents | None:
    return Percents(statistics.fmean(some), statistics.median(some), min(some), max(some)) if some else None


def _progress(pairs: list[tuple[float, float]]) -> Progress | None:
    if not pairs:
        return None
    first, last = (statistics.fmean(side) for side in zip(*pairs, strict=True))
    better = sum(after > before + 1e-9 for before, after in pairs)
    worse = sum(after < before - 1e-9 for before, after in pairs)
    return Progress(len(pairs), first, last, better, worse)


def _grouped(days: Mapping[date, int]) -> tuple[tuple[date, int], ...]:
    """Every day from the first to the last, also those of nothing, or groups of days where these are many."""
    if not days:
        return ()
    start, length = min(days), (max(days) - min(days)).days + 1
    step = -(-length // MOST_DAYS)
    groups = Counter(dict.fromkeys(range(-(-length // step)), 0))
    for day, count in days.items():
        groups[(day - start).days // step] += count
    return tuple((start + timedelta(days=step * index), groups[index]) for index in range(len(groups)))
