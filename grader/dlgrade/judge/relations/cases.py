"""Which of the calls fail, if others pass: those with an option, with a value of it, with so many axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dlgrade.judge.question import Asked
from dlgrade.judge.relations.naming import arguments
from dlgrade.messages import Message, say
from dlgrade.text import sanitize


def what_they_share(failing: Sequence[Asked], passing: Sequence[Asked]) -> Message | None:
    """What all the failing calls have in common and no passing one has."""
    if not failing or not passing:
        return None
    features = [dict(_features(a)) for a in failing]
    others = [dict(_features(a)) for a in passing]
    for key, words in features[0].items():
        if all(key in f for f in features) and not any(key in f for f in others):
            return words
    return None


def _features(asked: Asked) -> Iterator[tuple[str, Message]]:
    given = {key: (name, value) for key, name, value in arguments(asked)}
    for name in asked.call.kwargs:
        yield f"with {name}", say("with `{option}`", option=name)
    for name in _all_options(asked) - set(asked.call.kwargs):
        yield f"without {name}", say("where `{option}` is left to its default", option=name)
    for key, (said, value) in given.items():
        yield from _of_value(key, said, value)


def _all_options(asked: Asked) -> set[str]:
    return {name for case in asked.question.exercise.cases for name in case.inputs.kwargs}


def _of_value(key: str, name: Message, value: Any) -> Iterator[tuple[str, Message]]:
    if isinstance(value, bool | str) or value is None:
        text = sanitize(repr(value), 40)
        yield f"{key} = {text}", say("with {name} = {value}", name=name, value=text)
    elif isinstance(value, int | float):
        yield f"{key} = {value}", say("with {name} = {value}", name=name, value=f"{value:g}")
        for bound in (0, 1):
            if value < bound:
                yield f"{key} < {bound}", say("where {name} < {bound}", name=name, bound=bound)
            if value > bound:
                yield f"{key} > {bound}", say("where {name} > {bound}", name=name, bound=bound)
    elif isinstance(value, np.ndarray):
        axes = say("where {name} has {number} axes", name=name, number=value.ndim)
        yield f"{key} ndim {value.ndim}", axes
        if value.ndim and len(value) == 1:
            yield f"{key} one row", say("where {name} has one row", name=name)
