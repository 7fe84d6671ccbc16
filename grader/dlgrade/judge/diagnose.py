"""Which misconception gives the very answers that the student gave; else what these have to do with the right ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgrade.judge.question import Asked
from dlgrade.judge.relations.find import find_relation, find_relations
from dlgrade.judge.verdict import keeps_arguments, same_answer, same_outcome
from dlgrade.messages import Message
from dlgrade.records import Diagnosis
from dlgrade.suite.exercise import Exercise, Misconception


def diagnose(exercise: Exercise, asked: Sequence[Asked]) -> Diagnosis | None:
    """The misconception that equals the answers, else the law that alone is broken, else a relation that holds.

    First the one that does as the student did in every case, those that passed included. A student may make two
    mistakes at a time: then the one that gives the wrong numbers of the first failing case and of most others.
    """
    failing = [a for a in asked if a.fault and a.fault.kind != "todo"]
    if not failing:
        return None
    # Most misconceptions part at the first failing case: it may as well be a quick one.
    quickest = sorted(asked, key=lambda a: (a.fault is None, a.outcome.seconds))
    for misconception in exercise.misconceptions:
        if all(_does_the_same(exercise, misconception, a) for a in quickest):
            return _named(exercise, misconception)
    wrong_numbers = _of_kind(failing, "value", "shape", "check") or _of_kind(failing, "nan")
    return _broken_law(failing) or _best_explanation(exercise, wrong_numbers) or _relation(exercise, asked)


def holds(exercise: Exercise, asked: Sequence[Asked], diagnosis: Diagnosis) -> bool:
    """Whether what was told of some answers is true of these, which may have been given to other inputs."""
    failing = [a for a in asked if a.fault and a.fault.kind != "todo"]
    if diagnosis.id.startswith("law/"):
        return diagnosis == _broken_law(failing)
    for misconception in exercise.misconceptions:
        if diagnosis == _named(exercise, misconception):
            wrong = _of_kind(failing, "value", "shape", "check") or _of_kind(failing, "nan")
            explained = sum(_answers_the_same(exercise, misconception, a) for a in wrong)
            return 2 * explained >= len(wrong) if wrong else all(
                _does_the_same(exercise, misconception, a) for a in failing
            )  # fmt: skip
    with np.errstate(all="ignore"):
        return any(Diagnosis(*found) == diagnosis for found in find_relations(exercise, asked))


def _relation(exercise: Exercise, asked: Sequence[Asked]) -> Diagnosis | None:
    # Answers may be infinite, and what is tried of them with them.
    with np.errstate(all="ignore"):
        found = find_relation(exercise, asked)
    return Diagnosis(*found) if found else None


def _best_explanation(exercise: Exercise, wrong: Sequence[Asked]) -> Diagnosis | None:
    """The misconception behind the first wrong answer, if it is behind at least half of them."""
    best, most = None, 0
    for misconception in exercise.misconceptions:
        if wrong and _answers_the_same(exercise, misconception, wrong[0]):
            explained = sum(_answers_the_same(exercise, misconception, a) for a in wrong)
            if explained > most:
                best, most = misconception, explained
    return _named(exercise, best) if best and 2 * most >= len(wrong) else None


def _of_kind(asked: Sequence[Asked], *kinds: str) -> list[Asked]:
    return [a for a in asked if a.fault and a.fault.kind in kinds]


def _named(exercise: Exercise, misconception: Misconception) -> Diagnosis:
    return Diagnosis(f"{exercise.name}/{misconception.id}", Message(misconception.sentence))


def _does_the_same(exercise: Exercise, misconception: Misconception, asked: Asked) -> bool:
    other = asked.question.wrong_answer(misconception)
    if exercise.alike is not None and asked.outcome.error is None and other.error is None:
        sent = (asked.call.args, asked.call.kwargs)
        alike = exercise.alike(asked.outcome.result, other.result)
        return alike and keeps_arguments(asked.outcome, sent) == keeps_arguments(other, sent)
    warns_matter = asked.case.demand == "silent" and asked.outcome.error is None
    if warns_matter and bool(other.warned) != bool(asked.outcome.warned):
        return False
    return same_outcome(asked.outcome, other, asked.question.asked_in, exercise.tolerance or 0.0)


def _answers_the_same(exercise: Exercise, misconception: Misconception, asked: Asked) -> bool:
    other = asked.question.wrong_answer(misconception)
    if other.error is not None:
        return False
    allowance = exercise.tolerance or 0.0
    alike = exercise.alike or (lambda a, b: same_answer(a, b, asked.question.asked_in, allowance))
    return alike(asked.outcome.result, other.result)


def _broken_law(failing: Sequence[Asked]) -> Diagnosis | None:
    laws = [a.case.law for a in failing]
    if all(law is not None for law in laws) and laws[0] is not None:
        return Diagnosis(f"law/{laws[0].id}", Message(laws[0].remedy))
    return None
