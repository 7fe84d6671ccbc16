"""From two answers to a drawing. Pure: the reference's answer and the student's are both here already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlgrade.messages import Message, say
from dlgrade.plots.drawing import Array, Drawing, apart, gaps
from dlgrade.plots.histogram_bars import bars
from dlgrade.plots.numbers import maps_in, numbers_in
from dlgrade.suite.inputs import Call
from dlgrade.suite.picture import Kind, Picture
from dlgrade.text import kind_of

NOTHING = np.zeros(0)
# Of a loss, as a share of the first one.
FAR = 0.4


@dataclass(frozen=True)
class Subject:
    """What is drawn of an exercise: the picture, the question that both were asked, and the reference's answer."""

    name: str
    picture: Picture
    call: Call
    expected: Any
    tolerance: float = 0.0


@dataclass(frozen=True)
class Reply:
    """What came of the question: the student's answer, or why there is none."""

    answer: Any = None
    why_not: Message | None = None


def sketch(subject: Subject, reply: Reply) -> Drawing:
    """The drawing of an answer over the reference's; of the reference alone where there is no answer that fits."""
    if subject.picture.kind is Kind.HISTOGRAM:
        return bars(subject.name, subject.picture, subject.call, reply.answer, reply.why_not)
    expected, got, why_not = _numbers(subject, reply)
    kind = subject.picture.kind
    parted = np.zeros(expected.shape, bool) if got is None else _apart(kind, got, expected, subject.tolerance)
    ground = _ground(subject) if subject.picture.ground else None
    notes = [] if why_not is None else [why_not]
    if got is not None:
        lost = int((~np.isfinite(got) & np.isfinite(expected)).sum())
        if lost:
            notes.append(say("{count} of your numbers are NaN or infinite: gaps", count=lost))
    return Drawing(
        kind, subject.name, _axis(subject, expected), expected, None if got is None else gaps(got), parted,
        _labels(subject.picture), _seen(kind, got, parted), tuple(notes), ground,
    )  # fmt: skip


def _numbers(subject: Subject, reply: Reply) -> tuple[Array, Array | None, Message | None]:
    """The reference's numbers, the student's in the same shape, and why those are missing."""
    picture, form = subject.picture, FORMS[subject.picture.kind]
    if picture.kind is Kind.HEAT and picture.pick is None:
        wanted, given = maps_in(subject.expected), maps_in(reply.answer)
        which = 0 if reply.why_not or len(given) != len(wanted) else _most_off(given, wanted)
        which = next((i for i, w in enumerate(wanted) if w is not None and w.ndim > 1), 0) if which == 0 else which
        want = wanted[which]
        got = None if reply.why_not or len(given) != len(wanted) else given[which]
    else:
        want = numbers_in(subject.expected, picture.pick)
        got = None if reply.why_not else numbers_in(reply.answer, picture.pick)
    assert want is not None
    expected = form(want, subject)
    if reply.why_not is not None:
        return expected, None, reply.why_not
    if got is None:
        return expected, None, say("Nothing of yours is drawn: the answer is {kind}.", kind=kind_of(reply.answer))
    # How many boxes are kept is the student's to say.
    if got.shape != want.shape and not (picture.kind is Kind.KEPT and got.ndim == 1):
        shapes = {"got": str(got.shape), "want": str(want.shape)}
        return expected, None, say("Nothing of yours is drawn: its shape is {got}, and should be {want}.", **shapes)
    return expected, form(got, subject), None


def _most_off(given: list[Array | None], wanted: list[Array | None]) -> int:
    """Which of several arrays is farthest off, of those with two axes or more; the first one of all that agree."""
    worst, which = 0.0, 0
    for i, (got, want) in enumerate(zip(given, wanted, strict=True)):
        if want is None or want.ndim < 2:
            continue
        if got is None or got.shape != want.shape:
            return i
        share = float(apart(got, want).mean()) if want.size else 0.0
        if share > worst:
            worst, which = share, i
    return which


def _as_line(numbers: Array, subject: Subject) -> Array:
    return numbers.reshape(-1)


def _as_paths(numbers: Array, subject: Subject) -> Array:
    return numbers if numbers.ndim == 3 else numbers.reshape(1, -1, 2)


def _as_maps(numbers: Array, subject: Subject) -> Array:
    """(tiles, height, width): axes before the last two are laid out as tiles."""
    at_least = numbers.reshape((1,) * (2 - numbers.ndim) + numbers.shape)
    return at_least.reshape(-1, *at_least.shape[-2:]) if at_least.size else np.zeros((1, 1, 1))


def _as_they_are(numbers: Array, subject: Subject) -> Array:
    return numbers


def _as_kept(numbers: Array, subject: Subject) -> Array:
    """For each box 1 where its index is among the numbers, else 0."""
    return np.isin(np.arange(len(_ground(subject))), numbers).astype(np.float64)


FORMS: dict[Kind, Callable[[Array, Subject], Array]] = {
    Kind.CURVE: _as_line,
    Kind.SERIES: _as_line,
    Kind.SCHEDULE: _as_line,
    Kind.LOSSES: _as_line,
    Kind.NUMBERS: _as_line,
    Kind.PATH: _as_paths,
    Kind.HEAT: _as_maps,
    Kind.IMAGE: _as_they_are,
    Kind.BOXES: _as_they_are,
    Kind.KEPT: _as_kept,
}


def _apart(kind: Kind, got: Array, expected: Array, tolerance: float) -> Array:
    if kind is Kind.LOSSES:
        # Two runs draw different numbers, so that neither is right to the digit: what is far off counts.
        with np.errstate(all="ignore"):
            return ~(abs(got - expected) <= FAR * abs(expected[:1]))
    return apart(got, expected, tolerance)


def _ground(subject: Subject) -> Array:
    assert subject.picture.ground is not None
    return np.asarray(subject.picture.ground(*subject.call.args, **subject.call.kwargs), dtype=np.float64)


def _axis(subject: Subject, expected: Array) -> Array:
    kind = subject.picture.kind
    if kind is Kind.CURVE:
        return np.asarray(first_floats(subject.call), dtype=np.float64).reshape(-1)
    if kind in (Kind.SERIES, Kind.SCHEDULE):
        return np.arange(expected.size, dtype=np.float64)
    return np.arange(1.0, expected.size + 1) if kind is Kind.LOSSES else NOTHING


def first_floats(call: Call) -> Any:
    """The first float array among the arguments; None where there is none."""
    return next((a for a in call.args if isinstance(a, np.ndarray) and a.dtype.kind == "f"), None)


def _labels(picture: Picture) -> tuple[Message, Message]:
    defaults = {
        Kind.CURVE: (say("x"), say("f(x)")),
        Kind.SERIES: (say("index"), say("value")),
        Kind.SCHEDULE: (say("epoch"), say("learning rate")),
        Kind.LOSSES: (say("epoch"), say("loss")),
        Kind.HISTOGRAM: (say("value"), say("density")),
        Kind.PATH: (say("θ₁"), say("θ₂")),
    }
    across, up = defaults.get(picture.kind, (say("x"), say("y")))
    return (
        say(picture.labels[0]) if picture.labels[0] else across,
        say(picture.labels[1]) if picture.labels[1] else up,
    )


def _seen(kind: Kind, got: Array | None, parted: Array) -> Message:
    if got is None:
        return say("The reference alone.")
    if kind is Kind.LOSSES and parted.any():
        return say("Your loss is far from the reference's in {count} of {total} epochs.",
                   count=int(parted.sum()), total=parted.size)  # fmt: skip
    if kind is Kind.LOSSES:
        return say("Your losses fall as the reference's do; the two drew different numbers.")
    if not parted.any():
        return say("Yours and the reference are the same.")
    return say("Yours parts from the reference in {count} of {total} numbers.",
               count=int(parted.sum()), total=parted.size)  # fmt: skip
