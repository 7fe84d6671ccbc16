"""The right answer to another question: an option left out, an argument with the other sign, two arguments exchanged.

The reference is asked with the call changed in one small way. What it says is kept with the question, so that a class
shares it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.question import Asked
from dlgrade.judge.relations.evidence import Evidence, Found, carries, compared
from dlgrade.judge.relations.naming import arguments, left_out
from dlgrade.messages import Message, say
from dlgrade.suite.inputs import Call
from dlgrade.worker.tree import leaves

# Larger questions are slow to ask again, and some dozens are asked.
MOST_NUMBERS = 20_000


class Change(NamedTuple):
    """A call changed in one way; `key` is the same in every call of the exercise."""

    id: str
    key: str
    message: Message
    call: Call


def as_if(evidence: Evidence) -> Found | None:
    """What the call was taken for, if every answer is right for that."""
    asked = [a for a in evidence.comparable if a.case.law is None]
    failing = [a for a in asked if a.fault]
    if not failing or evidence.exercise.seconds is not None or not _carries(evidence, failing):
        return None
    first = min(failing, key=_size)
    if _size(first) > MOST_NUMBERS:
        return None
    for change in _changes(first, evidence):
        if _answers(first, change.call) and _holds_elsewhere(change, first, failing, evidence):
            return Found(f"relation/{change.id}", change.message)
    return None


def _carries(evidence: Evidence, failing: Sequence[Asked]) -> bool:
    """Whether there is enough to tell by; one and the same number everywhere is an answer to many a question."""
    pairs = [p for p in evidence.wrong if p.asked in failing]
    given = np.concatenate([np.asarray(p.got, dtype=float).ravel() for p in pairs]) if pairs else np.zeros(0)
    if not len(given) or (given == given[0]).all():
        return False
    wanted = [p.want for p in pairs]
    return carries([w for w in wanted if w.dtype.kind != "b"], 1) or sum(w.size for w in wanted) > 30


def _holds_elsewhere(change: Change, first: Asked, failing: Sequence[Asked], evidence: Evidence) -> bool:
    """Whether it explains every other failing case, and contradicts none that passed."""
    for other in evidence.comparable:
        if other is first or other.case.law is not None or _size(other) > MOST_NUMBERS:
            continue
        same = next((c for c in _changes(other, evidence) if c.key == change.key), None)
        if same is None:
            # A call by way of a probe does not say which options it leaves out.
            if other in failing and not (change.id == "other-default" and other.call.probe is not None):
                return False
        elif not _answers(other, same.call) and (other in failing or other.question.instead(same.call).is_answerable):
            return False
    return True


def _answers(asked: Asked, call: Call) -> bool:
    """Whether the answer is right for `call`, and `call` is another question."""
    question = asked.question.instead(call)
    if not question.is_answerable:
        return False
    pairs = compared(asked, question.expected)
    return pairs is not None and all(p.is_right for p in pairs)


def _size(asked: Asked) -> int:
    return sum(np.size(leaf) for leaf in leaves((asked.call.args, asked.call.kwargs)))


def _changes(asked: Asked, evidence: Evidence) -> Iterator[Change]:
    """Every small change of a call, options first."""
    call = asked.call
    named = arguments(asked)
    count = len(call.args)
    for key, name, _ in named[count:]:
        left = {k: v for k, v in call.kwargs.items() if f"`{k}`" != key}
        message = say("The answer is the one without {name}: is {name} used?", name=name)
        yield Change("option-ignored", f"without {key}", message, replace(call, kwargs=left))
    for i, (key, name, value) in enumerate(named):
        for what, message, other in _others(name, value, _choices(evidence, key) if isinstance(value, str) else set()):
            yield Change("as-if", f"{key} {what}", message, _with(call, i, other))
    for option, default in left_out(evidence.exercise, call):
        name = say("`{name}`", name=option)
        for what, plain, other in _others(name, default, set()):
            given = replace(call, kwargs={**call.kwargs, option: other})
            # It may be done to the option wherever it comes from, or to its default alone.
            yield Change("as-if", f"{name} {what}", plain, given)
            message = say(
                "The answer is the right one for {name} = {value}, which is not given here: look at its default.",
                name=name, value=f"{other}",
            )  # fmt: skip
            yield Change("other-default", f"default {option} {what}", message, given)
    for (i, (key, name, value)), (j, (other_key, other_name, other)) in itertools.combinations(enumerate(named), 2):
        if _alike(value, other):
            message = say(
                "The answer is right with {name} and {other} exchanged: which is which?", name=name, other=other_name
            )
            swapped = _with(_with(call, i, other), j, value)
            yield Change("arguments-exchanged", f"{key} {other_key}", message, swapped)


def _with(call: Call, index: int, value: Any) -> Call:
    if index < len(call.args):
        return replace(call, args=(*call.args[:index], value, *call.args[index + 1 :]))
    name = list(call.kwargs)[index - len(call.args)]
    return replace(call, kwargs={**call.kwargs, name: value})


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and not np.array_equal(a, b)
    plain = isinstance(a, int | float) and type(a) is type(b) and not isinstance(a, bool)
    return plain and a != b


def _choices(evidence: Evidence, key: str) -> set[str]:
    """The words that other cases give for an option."""
    found: set[str] = set()
    for asked in evidence.asked:
        found |= {v for k, _, v in arguments(asked) if k == key and isinstance(v, str)}
    return found


def _others(name: Message, value: Any, words: set[str]) -> Iterator[tuple[str, Message, Any]]:
    """What else an argument may have been taken for."""

    def one(what: str, other: Message | str, changed: Any) -> tuple[str, Message, Any]:
        right = say(
            "The answer is the right one for {other} in the place of {name}: look at how {name} is used.",
            name=name, other=other,
        )  # fmt: skip
        return what, right, changed

    if value is None:
        return
    if isinstance(value, bool):
        yield one("not", f"{not value}", not value)
    elif isinstance(value, str):
        for word in sorted(words - {value}):
            yield one(word, f"`{word}`", word)
    elif isinstance(value, int):
        yield one("+1", say("{name} + 1", name=name), value + 1)
        if value > 1:
            yield one("-1", say("{name} − 1", name=name), value - 1)
        if -3 <= value <= 2:
            # An axis, it may be; from the other end it would be the same one.
            yield from (one(f"axis {axis}", f"{axis}", axis) for axis in (0, 1, 2) if axis != value)
    elif isinstance(value, float):
        yield from (one(what, other, number) for what, other, number in _other_numbers(name, value))
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
        yield one("negated", say("−{name}", name=name), -value)
        yield one("zero", say("zeros"), np.zeros_like(value))
        yield one("one", say("ones"), np.ones_like(value))
        yield one("doubled", say("2 · {name}", name=name), 2 * value)
        yield one("halved", say("{name} / 2", name=name), value / 2)
        if value.ndim == 2 and value.shape[0] == value.shape[1]:
            yield one("transposed", say("{name} transposed", name=name), np.ascontiguousarray(value.T))
        if value.ndim and len(value) > 1:
            yield one("reversed", say("{name} in reverse order", name=name), value[::-1].copy())


def _other_numbers(name: Message, value: float) -> Iterator[tuple[str, Message | str, float]]:
    yield "negated", say("−{name}", name=name), -value
    yield "0", "0", 0.0
    yield "1", "1", 1.0
    yield "1-", say("1 − {name}", name=name), 1 - value
    yield "doubled", say("2 · {name}", name=name), 2 * value
    yield "halved", say("{name} / 2", name=name), value / 2
    yield "+1", say("{name} + 1", name=name), value + 1
    yield "squared", say("{name}²", name=name), value * value
    if value > 0:
        yield "root", say("√{name}", name=name), value**0.5
        yield "inverse", say("1/{name}", name=name), 1 / value
