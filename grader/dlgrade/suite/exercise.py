"""An exercise as its author declares it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dlgrade.suite.gradient import Gradient
from dlgrade.suite.inputs import Call, Check, Inputs
from dlgrade.suite.laws import LAWS, Law

if TYPE_CHECKING:
    import numpy as np

    from dlgrade.suite.picture import Picture

Function = Callable[..., Any]


# Small records are tuples where nothing asks for more: a dataclass takes six times as long to be made at each start.
class Misconception(NamedTuple):
    """A wrong answer that students give: what to say, and the formula that gives the same numbers."""

    id: str
    sentence: str
    function: Function


@dataclass(frozen=True)
class Case:
    """One question and what is asked of its answer; `law` where it stems from the table of laws."""

    name: str
    inputs: Inputs
    law: Law | None = None

    @property
    def weight(self) -> float:
        return self.law.weight if self.law else self.inputs.weight

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.inputs.checks

    @property
    def demand(self) -> str:
        return self.law.demand if self.law else ""


@dataclass(frozen=True)
class Exercise:
    """Everything a suite says of one function or class. Its name is the variable that it is assigned to."""

    reference: Function | None
    own_cases: Mapping[str, Inputs]
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    points: float
    bonus: bool
    probe: Function | None
    laws: tuple[str, ...]
    alike: Callable[[Any, Any], bool] | None
    tolerance: float | None
    returns: tuple[str, ...]
    needs: tuple[str, ...]
    bans: tuple[str, ...]
    source: str
    seconds: float | None
    gradient_of: Gradient | None
    picture: Picture | None
    name: str = ""
    topic: str = ""
    week: int = 0

    @functools.cached_property
    def cases(self) -> tuple[Case, ...]:
        """Its own, then those by law; made when they are asked for, since most exercises are only listed."""
        own = [Case(name, inputs) for name, inputs in self.own_cases.items()]
        by_law = [Case(LAWS[law].sentence, own[0].inputs, LAWS[law]) for law in self.laws] if own else []
        return (*own, *by_law)

    def named(self, name: str, topic: str, week: int) -> Exercise:
        return replace(self, name=name, topic=topic, week=week)

    def make_call(self, case: Case, seed: int) -> Call:
        """The case's question: the same for the same seed, exercise and case, whatever else is asked."""
        import zlib

        import numpy as np

        rng: np.random.Generator = np.random.default_rng(
            [seed, zlib.crc32(self.name.encode()), zlib.crc32(case.name.encode())]
        )
        made = case.inputs.make(rng)
        if made.probe is None:
            made = replace(made, probe=self.probe)
        return case.law.ask(made) if case.law else made


def exercise(
    *,
    reference: Function | None = None,
    cases: Mapping[str, Inputs],
    misconceptions: Mapping[str, tuple[str, Function]],
    hints: Sequence[str],
    source: str,
    points: float = 1.0,
    bonus: bool = False,
    probe: Function | None = None,
    laws: Sequence[str] = tuple(LAWS),
    alike: Callable[[Any, Any], bool] | None = None,
    tolerance: float | None = None,
    returns: Sequence[str] = (),
    needs: Sequence[str] = (),
    bans: Sequence[str] = (),
    seconds: float | None = None,
    gradient_of: Gradient | None = None,
    picture: Picture | None = None,
) -> Exercise:
    """Declare an exercise.

    Args:
        reference: stands in the student's place, on torch tensors; None where every case has checks.
        cases: from the sentence that the student reads to what is asked; the first is the laws' specimen.
        misconceptions: from an id to the sentence to tell and the wrong formula, in NumPy.
        hints: a ladder: a question, the idea, the formula.
        source: where in the lecture notes it stands.
        points: what it is worth.
        bonus: counts towards the bonus only.
        probe: asks every case as `probe(function, *args)` on the far side.
        laws: the laws that hold; `without("0-d")` switches some off.
        alike: says whether two answers are the same mistake, where answers are random.
        tolerance: a relative error that is allowed beyond rounding, where the method itself is inexact.
        returns: names of the returned values, where there are several.
        needs: exercises that this one builds on.
        bans: constructs that it forbids: `np.tanh`, `.dot`, `@`, `for`, `for>1`.
        seconds: time limit of a call, where the default is too short.
        gradient_of: what this is the gradient of: `gradient("relu")`, `vjp("matmul")`.
        picture: what `dlgrade plot` draws, where that does not follow from the first case: see `suite.picture`.

    Raises:
        KeyError: there is no such law.
    """
    wrong = tuple(Misconception(name, sentence, function) for name, (sentence, function) in misconceptions.items())
    held = tuple(LAWS[law].id for law in laws)
    return Exercise(
        reference, dict(cases), wrong, tuple(hints), points, bonus, probe, held, alike, tolerance,
        tuple(returns), tuple(needs), tuple(bans), source, seconds, gradient_of, picture,
    )  # fmt: skip


class About(NamedTuple):
    """What a suite says of its topic as a whole."""

    title: str
    order: int


def topic(title: str, order: int) -> About:
    """Declare a topic's title and its place in the week."""
    return About(title, order)
