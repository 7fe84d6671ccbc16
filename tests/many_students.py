"""Standings of a class as large as one likes, the same at every call: for pages that have to carry a thousand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from a_class import FIRST, LAST
from dlgrade.handed_in import Student
from dlgrade.messages import say
from dlgrade.standing import ExerciseScore, Override, Standing, Try

DUE = datetime(2026, 11, 20, 20, 59, tzinfo=UTC)
# Topic, exercise, points, bonus, how many of a hundred pass, and what the others get wrong.
COURSE = (
    ("relu_like", "relu", 1.0, False, 96, ""),
    ("relu_like", "leaky_relu", 1.0, False, 84, "The slope belongs to the negative side."),
    ("relu_like", "rrelu", 1.0, True, 40, ""),
    ("sigmoid_like", "sigmoid", 1.0, False, 88, "`exp` overflows for large negative inputs."),
    ("sigmoid_like", "log_sigmoid", 2.0, False, 61, "You took the logarithm of a rounded sigmoid."),
    ("softmax_like", "softmax", 2.0, False, 72, "You normalised over the whole array; each row has a sum of its own."),
    ("softmax_like", "log_softmax", 2.0, False, 55, "You forgot to subtract the largest input before `exp`."),
    ("optimisers", "momentum", 2.0, False, 66, "The velocity starts at the first gradient, not at zero."),
    ("optimisers", "adam", 3.0, False, 43, "You forgot the bias correction."),
)  # fmt: skip
OTHERS = ("failed", "failed", "failed", "error", "todo", "todo", "timeout", "missing")


def class_of(count: int, seed: int = 1) -> list[Standing]:
    """`count` students in the order of their ids: one in twenty hands in nothing, one in twelve is late."""
    drawn = random.Random(seed)
    return [_standing(drawn, number) for number in range(count)]


def _standing(drawn: random.Random, number: int) -> Standing:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    student = Student(str(20260001 + number), first, last, f"{number}@example.edu")
    if drawn.random() < 0.05:
        return Standing(student, tuple(ExerciseScore(t, n, 0.0, p, b) for t, n, p, b, _, _ in COURSE))
    if drawn.random() < 0.015:
        exercises = tuple(ExerciseScore(t, n, 0.0, p, b) for t, n, p, b, _, _ in COURSE)
        return Standing(student, exercises, "s", "", 1, 1, problem=say("The archive is damaged."))
    gift = drawn.gauss(0, 22)
    scores = [_score(drawn, gift, *row) for row in COURSE]
    if drawn.random() < 0.03:
        scores[0] = ExerciseScore(*COURSE[0][:2], 1.0, 1.0, False, "failed", override=Override("relu", 1.0, "oral"))
    attempts = drawn.choices((1, 2, 3), (70, 22, 8))[0]
    late = timedelta(hours=30) if drawn.random() < 1 / 12 else timedelta(0)
    history = _history(drawn, scores, attempts, late)
    return Standing(
        student, tuple(scores), "s", "", attempts, attempts, history[-1].at, bool(late), late, 0.2 if late else 0.0,
        history=history,
    )  # fmt: skip


def _score(
    drawn: random.Random, gift: float, topic: str, name: str, points: float, bonus: bool, passing: int, wrong: str
) -> ExerciseScore:
    if drawn.random() * 100 < passing + gift:
        return ExerciseScore(topic, name, points, points, bonus, "passed")
    verdict = drawn.choice(OTHERS)
    share = drawn.choice((0.25, 0.5, 0.8)) if verdict == "failed" else 0.0
    if verdict == "failed" and wrong and drawn.random() < 0.7:
        return ExerciseScore(topic, name, points * share, points, bonus, verdict, f"{name}/it", None, say(wrong))
    return ExerciseScore(topic, name, points * share, points, bonus, verdict)


def _history(drawn: random.Random, scores: Sequence[ExerciseScore], attempts: int, late: timedelta) -> tuple[Try, ...]:
    """Each attempt is better than the one before; the last has what counts."""
    final = 100 * sum(s.score for s in scores if not s.bonus) / sum(s.max_score for s in scores if not s.bonus)
    end = DUE + (late or -timedelta(hours=drawn.expovariate(1 / 30)))
    return tuple(
        Try(n, end - timedelta(hours=9 * (attempts - n)), final * (1 - 0.3 * (attempts - n)))
        for n in range(1, attempts + 1)
    )
