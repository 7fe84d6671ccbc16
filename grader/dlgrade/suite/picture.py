"""What an exercise looks like: declared by its suite where the default would not do.

curve(-6, 6)                       a function of one number over a range; the default of what works element by element
loss_over(-3, 3, values([0.0]))    a loss of one prediction over a range, beside a target
series()                           an answer of one axis, number by number; the default there
heat_map()                         an answer of two axes or more, and how far it is off; the default there
schedule(call(…).through(probe))   learning rates over epochs
path(lr=0.1)                       the steps of an optimiser on the contours of a valley
histogram(cdf_of)                  random numbers against their density
loss_curve(call(…), reference)     the losses of a training run
boxes("kept", ask=call(…))         boxes, and what an answer makes of them
over_image(photo)                  a map of heat over the image that it explains

`ask` is the question; without it that of the first case is asked, with other numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from dlgrade.suite.inputs import Inputs, call, values
from dlgrade.suite.one_by_one import one_by_one
from dlgrade.suite.valley import START, stations, walk


class Kind(StrEnum):
    """What is drawn of an answer."""

    CURVE = "curve"
    SERIES = "series"
    SCHEDULE = "schedule"
    LOSSES = "losses"
    PATH = "path"
    HEAT = "heat"
    HISTOGRAM = "histogram"
    KEPT = "kept boxes"
    BOXES = "moved boxes"
    NUMBERS = "numbers of boxes"
    IMAGE = "image"


class Picture(NamedTuple):
    """One picture of an exercise.

    Args:
        ask: the question; None for that of the first case.
        reference: stands in the place of the exercise's own.
        pick: takes from an answer what is drawn; not from a student's alone, and not what it computed.
        ground: what lies below, made from the arguments of the question: a distribution, boxes, an image.
    """

    kind: Kind
    ask: Inputs | None = None
    reference: Callable[..., Any] | None = None
    pick: Callable[[Any], Any] | None = None
    ground: Callable[..., Any] | None = None
    low: float = -6.0
    high: float = 6.0
    labels: tuple[str, str] = ("", "")


def curve(
    low: float = -6.0, high: float = 6.0, *, ask: Inputs | None = None, labels: tuple[str, str] = ("", "")
) -> Picture:
    """A function of one number from `low` to `high`: they take the place of the question's first float array."""
    return Picture(Kind.CURVE, ask, low=low, high=high, labels=labels)


def loss_over(low: float, high: float, *others: Any, labels: tuple[str, str] = ("", ""), **options: Any) -> Picture:
    """A loss, or its gradient, of one prediction from `low` to `high` beside the same other arguments."""
    ask = call(values([0.0]), *others).with_(**options).through(one_by_one)
    return curve(low, high, ask=ask, labels=labels)


def series(
    ask: Inputs | None = None, *, pick: Callable[[Any], Any] | None = None, labels: tuple[str, str] = ("", "")
) -> Picture:
    """The numbers of an answer of one axis, in their order."""
    return Picture(Kind.SERIES, ask, pick=pick, labels=labels)


def schedule(ask: Inputs | None = None) -> Picture:
    """The learning rates of the epochs 0, 1, 2, …, which is what the question asks for."""
    return Picture(Kind.SCHEDULE, ask)


def path(
    steps: int = 40, *, ask: Inputs | None = None, pick: Callable[[Any], Any] | None = None, **hyper: Any
) -> Picture:
    """The way of an optimiser's step function down the valley of `suite.valley`, with these options.

    With `ask` it is whatever the question returns: points of that valley, one after the other, or several such ways.
    """
    return Picture(Kind.PATH, ask or call(values(START), steps).with_(**hyper).through(walk), pick=pick)


def descent(steps: int = 25, *, lr: float) -> Picture:
    """The same of a function that takes all steps itself: `descent(grad_fn, theta, lr, steps)`."""
    return Picture(Kind.PATH, call(values(START), lr, steps).through(stations))


def heat_map(
    ask: Inputs | None = None,
    *,
    pick: Callable[[Any], Any] | None = None,
    reference: Callable[..., Any] | None = None,
) -> Picture:
    """An array of two axes or more, as it is, as it should be and how far the two are apart.

    Of several arrays it is the one that is off most.
    """
    return Picture(Kind.HEAT, ask, reference, pick)


def histogram(cdf_of: Callable[..., Callable[[Any], Any]], ask: Inputs | None = None) -> Picture:
    """How often which numbers were drawn; `cdf_of(*args)` is the cumulative function that they should follow."""
    return Picture(Kind.HISTOGRAM, ask, ground=cdf_of)


def loss_curve(
    ask: Inputs, reference: Callable[..., Any], *, pick: Callable[[Any], Any] = lambda answer: answer[1]
) -> Picture:
    """The losses of a training run, epoch by epoch, beside those of a right one that drew other numbers."""
    return Picture(Kind.LOSSES, ask, reference, pick)


def boxes(form: str, *, ask: Inputs | None = None, of: Callable[..., Any] | None = None) -> Picture:
    """Boxes (x1, y1, x2, y2): `of(*args)`, by default the first argument.

    Args:
        form: what an answer is: "kept" indices of boxes, "moved" boxes or "numbers", one for each box.
    """
    kinds = {"kept": Kind.KEPT, "moved": Kind.BOXES, "numbers": Kind.NUMBERS}
    return Picture(kinds[form], ask, ground=of or (lambda *args, **kwargs: args[0]))


def over_image(image: Callable[..., Any] | None, ask: Inputs | None = None) -> Picture:
    """A map over `image(*args)`, grey, of numbers from 0 to 1; None where the answer is an image of colours itself."""
    return Picture(Kind.IMAGE, ask, ground=image)
