"""The way from an argument to the answer: a step in the right direction and of the wrong length, or turned round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill, nearly
from dlgrade.judge.relations.naming import arguments, derived, quantities
from dlgrade.judge.relations.numbers import spelt
from dlgrade.messages import Message, say


def step_from_argument(pairs: Sequence[Pair], about: Message) -> Found | None:
    """Whether all steps from an argument to the answer are off by one factor."""
    if any(p.chosen is not None or not p.want.size for p in pairs):
        return None
    starts = [{key: (name, a) for key, name, a in arguments(p.asked) if _fits(a, p)} for p in pairs]
    for key, (name, _) in starts[0].items():
        if not all(key in s for s in starts):
            continue
        steps = [Step(p, s[key][1]) for p, s in zip(pairs, starts, strict=True)]
        moving = [s for s in steps if s.want.any()]
        can_tell = len(moving) == len(steps) and all(s.is_finite for s in steps) and carries([s.want for s in steps], 1)
        if can_tell and (found := _told(steps, name, about)) is not None:
            return found
    return None


class Step:
    """The first step from an argument, as it is and as it should be."""

    def __init__(self, pair: Pair, start: Array) -> None:
        self.pair, self.start = pair, start
        self.end, end = ((x if x.shape == start.shape else x[0]) for x in (pair.got, pair.want))
        self.got = np.asarray(np.asarray(self.end, dtype=float) - start)
        self.want = np.asarray(np.asarray(end, dtype=float) - start)

    @property
    def is_finite(self) -> bool:
        return bool(np.isfinite(self.got).all() and np.isfinite(self.want).all())

    def is_times(self, factor: float) -> bool:
        return bool(self.pair.close(self.end, self.start + factor * self.want).all())

    def is_alone(self, sign: int) -> bool:
        return bool(self.pair.close(self.end, sign * self.want).all())


def _fits(start: object, pair: Pair) -> bool:
    """Whether the answer is laid out as this argument, or is a row of such."""
    if not isinstance(start, np.ndarray) or start.dtype.kind != "f" or not start.size:
        return False
    return start.shape == pair.want.shape or (start.shape == pair.want.shape[1:] and len(pair.want) > 0)


def _told(steps: Sequence[Step], name: Message, about: Message) -> Found | None:
    if all(s.is_times(0) for s in steps):
        sentence = say("{numbers} never leave {name}: no step is made.")
        return Found("relation/no-step", fill(sentence, numbers=about, name=name))
    if all(s.is_times(-1) for s in steps):
        sentence = say("{numbers} go away from {name} in the opposite direction: look at the sign of the step.")
        return Found("relation/step-turned-round", fill(sentence, numbers=about, name=name))
    if any(all(s.is_alone(sign) for s in steps) for sign in (1, -1)):
        sentence = say("{numbers} are the step alone: take it from {name}, and return where that leads.")
        return Found("relation/step-alone", fill(sentence, numbers=about, name=name))
    candidates = [{q.key: q for base in quantities(s.pair.asked) for q in derived(base)} for s in steps]
    for key, first in candidates[0].items():
        if not all(key in c and c[key].value for c in candidates):
            continue
        values = [c[key].value for c in candidates]
        if nearly(values[0], 1):
            continue
        if all(s.is_times(v) for s, v in zip(steps, values, strict=True)):
            sentence = say(
                "{numbers} are right but for the length of the step from {name}: it is multiplied with {by} too often."
            )
            return Found("relation/step-length", fill(sentence, numbers=about, name=name, by=first.name))
        if all(s.is_times(1 / v) for s, v in zip(steps, values, strict=True)):
            sentence = say("{numbers} are right but for the length of the step from {name}: multiply it with {by}.")
            return Found("relation/step-length", fill(sentence, numbers=about, name=name, by=first.name))
    at = np.unravel_index(np.abs(steps[0].want).argmax(), steps[0].want.shape)
    factor = float(steps[0].got[at] / steps[0].want[at])
    if not nearly(factor, 1) and all(s.is_times(factor) for s in steps):
        sentence = say(
            "{numbers} are right but for the length of the step from {name}: it is {factor} times what it should be."
        )
        return Found("relation/step-length", fill(sentence, numbers=about, name=name, factor=spelt(factor)))
    return None
