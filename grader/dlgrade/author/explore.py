"""Diverse questions to a solution: is a mutant that no case notices wrong at all?

They begin as an exercise's own questions, made with other seeds, and then leave these: numbers scaled, rounded to
ties, set to zero, to the kinks of a formula or to ±10,000, options moved and left out, fewer rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlgrade.judge.compare import Comparison
from dlgrade.judge.question import data_type
from dlgrade.judge.verdict import identical
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.observe import Outcome, observe
from dlgrade.worker.tree import leaves, map_leaves

QUESTIONS = 200
ATTEMPTS = 10 * QUESTIONS
SPECIAL = (0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 6.0, 20.0, -20.0, 1e-3, 1e4, -1e4)


def ask(function: Callable[..., Any], call: Call) -> Outcome:
    """What comes of a call, the arguments afterwards included."""
    return observe(function, call.args, call.kwargs, probe=call.probe, layout=call.layout, echo=True)


def explore(exercise: Exercise, solution: Callable[..., Any]) -> list[tuple[Call, Outcome]]:
    """Questions that the solution answers with finite numbers and without a warning, with its answers."""
    found = []
    for call in itertools.islice(_questions(exercise), ATTEMPTS):
        outcome = ask(solution, call)
        if outcome.error is None and not outcome.warned and _is_finite(outcome.result):
            found.append((call, outcome))
        if len(found) == QUESTIONS:
            break
    return found


def differs(function: Callable[..., Any], explored: list[tuple[Call, Outcome]]) -> bool:
    """Whether the function answers, warns or treats its arguments otherwise on any of these questions."""
    for call, expected in explored:
        outcome = ask(function, call)
        same = outcome.error is None and not outcome.warned and identical(_data(outcome.after), _data(expected.after))
        if not same or Comparison(data_type(call)).fault(outcome.result, expected.result):
            return True
    return False


def _data(value: Any) -> Any:
    """Arguments as far as they are arrays."""
    return map_leaves(value, lambda leaf: leaf if isinstance(leaf, np.ndarray) else None)


def _questions(exercise: Exercise) -> Iterator[Call]:
    own = [case for case in exercise.cases if not case.inputs.error]
    for number in itertools.count():
        rng = np.random.default_rng(number)
        call = exercise.make_call(own[number % len(own)], seed=1_000_000 + number)
        # Every fourth stays as it is.
        yield call if number % 4 == 0 else _changed(call, rng)


def _changed(call: Call, rng: np.random.Generator) -> Call:
    rows = _rows(call, rng)
    change = CHANGES[rng.integers(len(CHANGES))]

    def changed(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray):
            part = leaf[:rows] if leaf.ndim and leaf.shape[0] > rows else leaf
            return np.array(change(part, rng)) if leaf.dtype.kind == "f" else part
        return _other_option(leaf, rng)

    kwargs = {k: map_leaves(v, changed) for k, v in call.kwargs.items() if rng.random() < 0.9}
    return replace(call, args=map_leaves(call.args, changed), kwargs=kwargs)


def _rows(call: Call, rng: np.random.Generator) -> int:
    """How many rows to leave to every array: all, mostly."""
    longest = max((a.shape[0] for a in leaves(call.args) if isinstance(a, np.ndarray) and a.ndim), default=1)
    return int(rng.integers(1, longest + 1)) if longest > 1 and rng.random() < 0.3 else longest


def _other_option(leaf: Any, rng: np.random.Generator) -> Any:
    if isinstance(leaf, bool):
        return bool(rng.random() < 0.5)
    if isinstance(leaf, float) and rng.random() < 0.5:
        return float(rng.choice([leaf * rng.uniform(0.5, 2), -leaf, 0.0, 1.0, 0.1]))
    if isinstance(leaf, int) and rng.random() < 0.3:
        return leaf + int(rng.integers(-1, 2))
    return leaf


CHANGES: tuple[Callable[[Any, np.random.Generator], Any], ...] = (
    lambda x, rng: x,
    lambda x, rng: x * 1e-3,
    lambda x, rng: x * 10,
    lambda x, rng: x * 1e3,
    lambda x, rng: x + rng.uniform(-3, 3),
    lambda x, rng: np.round(x),
    lambda x, rng: np.round(2 * x) / 2,
    lambda x, rng: np.abs(x),
    lambda x, rng: -np.abs(x),
    lambda x, rng: np.zeros_like(x),
    lambda x, rng: np.where(rng.random(x.shape) < 0.3, 0.0, x),
    lambda x, rng: np.where(rng.random(x.shape) < 0.5, rng.choice(SPECIAL, x.shape), x),
    lambda x, rng: rng.permutation(x.reshape(-1)).reshape(x.shape),
    lambda x, rng: np.full_like(x, rng.choice(SPECIAL)),
)


def _is_finite(value: Any) -> bool:
    numbers = [np.asarray(leaf) for leaf in leaves(value)]
    return all(np.isfinite(a).all() for a in numbers if a.dtype.kind in "fc")
