"""A wrong gradient held against the student's own forward: which of the two is wrong?

Three comparisons: the gradient with PyTorch's, which the judge has made; the gradient with finite differences of
the student's own forward; and the forward with PyTorch's. A gradient that fits its own forward is not the one to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlgrade.judge.compare import Comparison
from dlgrade.judge.question import Asked, Question, data_type
from dlgrade.messages import say
from dlgrade.records import Diagnosis
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import leaves

# Central differences with a step of 1e-6 are right to about 1e-9; a wrong formula is off by far more.
TOLERANCE = 1e-5
MOST_NUMBERS = 200

Ask = Callable[[Exercise, Call], Outcome]


def weigh_gradient(
    exercise: Exercise, asked: Sequence[Asked], forward: Exercise, ask: Ask, diagnosis: Diagnosis | None
) -> Diagnosis | None:
    """The diagnosis of a wrong gradient, with what the student's own forward says of it.

    Args:
        exercise: the gradient.
        asked: its cases and what came of them.
        forward: what it is the gradient of.
        ask: asks the student's functions.
        diagnosis: what is known of the gradient alone.

    Returns:
        `diagnosis` as it is where there is nothing to compare: no wrong numbers, no forward, or one that fails.
    """
    gradient = exercise.gradient_of
    wrong = next(
        (a for a in asked if gradient and _has_wrong_numbers(a) and _is_smooth(exercise, forward, a.question)), None
    )
    if wrong is None or gradient is None:
        return diagnosis
    question = gradient.forward_call(wrong.call)
    from dlgrade.suite.reference import expect

    answer, slopes = ask(forward, question), ask(forward, gradient.slopes_call(wrong.call))
    if answer.error or slopes.error:
        return diagnosis
    fits = is_close(gradient.part(wrong.outcome.result), slopes.result)
    expected = wrong.question.fact("forward's answer", lambda: expect(forward, question))
    right = Comparison(data_type(question), allowance=TOLERANCE, any_dtype=True).fault(answer.result, expected) is None
    return _told(exercise.name, forward.name, fits, right, diagnosis)


def _is_smooth(exercise: Exercise, forward: Exercise, question: Question) -> bool:
    """Whether finite differences tell the gradient here: they do not at a kink, nor where a logarithm is clamped."""
    gradient, call = exercise.gradient_of, question.call
    if gradient is None or sum(np.size(leaf) for leaf in leaves(call.args)) > MOST_NUMBERS:
        return False
    slopes = question.fact("slopes", lambda: expect_slopes(forward, gradient.slopes_call(call)))
    return is_close(gradient.part(question.expected), slopes)


def _told(name: str, forward: str, fits: bool, right: bool, diagnosis: Diagnosis | None) -> Diagnosis | None:
    if fits and right:
        # Both are as they should be within finite differences: what is wrong is finer than these can tell.
        return diagnosis
    if fits:
        message = say(
            "It is the right gradient of your own {forward}, but your {forward} is wrong: mend {forward} first.",
            forward=forward,
        )
        return Diagnosis("gradient/fits-own-forward", message)
    if right:
        found = Diagnosis(
            "gradient/forward-is-right",
            say(
                "Your {forward} is right here, and {name} is not its gradient: mend {name}.", forward=forward, name=name
            ),
        )
    else:
        found = Diagnosis(
            "gradient/both-wrong",
            say(
                "Your {forward} is wrong here too, and {name} is not even its gradient: mend {forward} first.",
                forward=forward, name=name,
            ),
        )  # fmt: skip
    if diagnosis is None:
        return found
    both = say("{what} {which}", what=diagnosis.message, which=found.message)
    return Diagnosis(diagnosis.id, both)


def is_close(a: Any, b: Any) -> bool:
    """Whether two gradients hold the same numbers, as far as finite differences can tell."""
    one, other = ([np.asarray(leaf, dtype=float) for leaf in leaves(value)] for value in (a, b))
    if [x.shape for x in one] != [x.shape for x in other]:
        return False
    pairs = zip(one, other, strict=True)
    return all(np.allclose(x, y, TOLERANCE, TOLERANCE * max(1.0, np.abs(y).max(initial=0.0))) for x, y in pairs)


def _has_wrong_numbers(asked: Asked) -> bool:
    return asked.fault is not None and asked.fault.kind in ("value", "shape") and asked.case.law is None


def expect_slopes(forward: Exercise, call: Call) -> Any:
    """The slopes of the reference of `forward`; the question is that of `Gradient.slopes_call`."""
    from dlgrade.suite.reference import expect

    def reference(*args: Any, **kwargs: Any) -> Any:
        return expect(forward, Call(args, kwargs))

    assert call.probe is not None
    return call.probe(reference, *call.args)
