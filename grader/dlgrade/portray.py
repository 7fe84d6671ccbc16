"""One exercise's picture: what is drawn of it, the reference asked, and the student's function over the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from dlgrade.errors import DlgradeError
from dlgrade.messages import Message, say
from dlgrade.plots.drawing import Drawing, apart
from dlgrade.plots.numbers import maps_in
from dlgrade.plots.sketch import Reply, Subject, first_floats, sketch
from dlgrade.records import Verdict
from dlgrade.session import Session
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.lazy import load_torch
from dlgrade.suite.picture import Kind, Picture, curve, heat_map, series
from dlgrade.text import sanitize
from dlgrade.worker.host import WorkerCrashed, WorkerTimeout

POINTS = 241
# Not a case's: numbers of its own are drawn, so that a picture gives no hidden case away.
QUESTION = "the picture"


class NoPicture(DlgradeError):
    """There is nothing to draw of an exercise."""

    def __init__(self, name: str) -> None:
        super().__init__(
            say(
                "There is no picture of {name}: what it gives is no curve, map or path; `dlgrade show {name}` tells "
                "what it is.",
                name=name,
            )
        )


def subject(exercise: Exercise, seed: int = 0) -> Subject:
    """What is drawn of an exercise, with the reference's answer. Raises `NoPicture`."""
    picture = exercise.picture
    inputs = picture.ask if picture and picture.ask else next(iter(exercise.own_cases.values()), None)
    if inputs is None or (picture is None and (exercise.reference is None or inputs.checks or inputs.error)):
        raise NoPicture(exercise.name)
    call = exercise.make_call(Case(QUESTION, inputs), seed)
    asked = exercise if picture is None or picture.reference is None else replace(exercise, reference=picture.reference)
    if picture is None:
        answer = _expected(asked, call)
        picture = _default(exercise, call, answer)
    elif picture.kind is Kind.HISTOGRAM:
        # The cumulative functions of suites may use torch.
        load_torch()
        return Subject(exercise.name, picture, call, None)
    if picture.kind is Kind.CURVE:
        call = _over(np.linspace(picture.low, picture.high, POINTS), call)
    return Subject(exercise.name, picture, call, _expected(asked, call), exercise.tolerance or 0.0)


def portray(session: Session, exercise: Exercise, seed: int | None = None) -> Drawing:
    """The drawing of what an open session's submission has of an exercise. Raises `NoPicture`."""
    wanted = subject(exercise, session.seed if seed is None else seed)
    return sketch(wanted, answer(session, exercise, wanted.call))


def alone(exercise: Exercise, seed: int = 0) -> Drawing:
    """The drawing of the reference, where there is no submission. Raises `NoPicture`."""
    return sketch(subject(exercise, seed), Reply(why_not=say("There is no work of yours here.")))


def answer(session: Session, exercise: Exercise, call: Call) -> Reply:
    """What the submission's function gives, or why it gives nothing; only our own faults are raised."""
    unfit = session.why_unfit(exercise)
    if unfit is not None:
        if unfit.verdict in (Verdict.MISSING, Verdict.TODO):
            return Reply(why_not=say("Nothing of yours is drawn: you have not begun."))
        return Reply(why_not=_because(unfit.message))
    try:
        outcome = session.ask(exercise, call)
    except WorkerTimeout:
        return Reply(why_not=_because(say("it did not come back in time")))
    except WorkerCrashed:
        return Reply(why_not=_because(say("it ended the process that it ran in")))
    if outcome.error is None:
        return Reply(outcome.result)
    if "NotImplementedError" in outcome.error.kinds:
        return Reply(why_not=say("Nothing of yours is drawn: you have not begun."))
    what = sanitize(f"{outcome.error.type_name}: {outcome.error.text}", 200)
    return Reply(why_not=_because(say("it raised {error}", error=what)))


def _because(why: Message) -> Message:
    return say("Nothing of yours is drawn: {why}.", why=why)


def _expected(exercise: Exercise, call: Call) -> Any:
    from dlgrade.suite.reference import expect

    return expect(exercise, call)


def _default(exercise: Exercise, call: Call, expected: Any) -> Picture:
    """A curve for what works element by element, a heat map for two axes or more, dots for one; else `NoPicture`."""
    floats = [a for a in call.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
    if len(floats) == 1 and isinstance(expected, np.ndarray) and _is_elementwise(exercise, call, expected):
        return curve()
    found = [m for m in maps_in(expected) if m is not None]
    if any(m.ndim > 1 and m.size > 1 for m in found):
        return heat_map()
    if isinstance(expected, np.ndarray) and expected.ndim == 1 and expected.size > 1 and len(found) == 1:
        return series()
    raise NoPicture(exercise.name)


def _is_elementwise(exercise: Exercise, call: Call, expected: np.ndarray[Any, Any]) -> bool:
    """Whether a third of the numbers, turned round, give what they gave among the others."""
    x = first_floats(call)
    if x.shape != expected.shape or expected.dtype.kind != "f" or x.size < 4:
        return False
    try:
        some = _expected(exercise, _over(x.reshape(-1)[::-3], call))
    except Exception:
        # A reference that refuses one axis is no function of single numbers.
        return False
    wanted = expected.reshape(-1)[::-3]
    return getattr(some, "shape", None) == wanted.shape and not apart(some, wanted).any()


def _over(x: np.ndarray[Any, Any], call: Call) -> Call:
    """The question with `x` in the place of its first float array."""
    first = first_floats(call)
    swap: Callable[[Any], Any] = lambda arg: x if arg is first else arg  # noqa: E731  two lines would say no more
    return replace(call, args=tuple(swap(a) for a in call.args))
