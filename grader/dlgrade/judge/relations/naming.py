"""What the numbers of a call are called: arguments, their lengths, and what is often made of these."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from dlgrade.judge.question import Asked, Question
from dlgrade.messages import Message, say
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call


class Quantity(NamedTuple):
    """A number of a call. `key` is the same in every call of the exercise."""

    key: str
    name: Message
    value: float


def argument_names(exercise: Exercise, call: Call) -> list[Message]:
    """What the call's positional arguments are called in the signature; by number where nobody says it."""
    known = _parameters(exercise, call)
    return [
        say("`{name}`", name=known[i]) if i < len(known) else say("argument {number}", number=i + 1)
        for i in range(len(call.args))
    ]


def _parameters(exercise: Exercise, call: Call) -> list[str]:
    functions = [call.probe] if call.probe else [m.function for m in exercise.misconceptions]
    best: list[str] = []
    for function in functions:
        best = max(best, _names(function)[1 if call.probe else 0 :], key=len)
    reference = _names(exercise.reference) if exercise.reference and not call.probe else []
    # What the two sides call the same they mean alike; PyTorch itself often says `input`.
    return reference if len(reference) > len(best) and reference[: len(best)] == best != [] else best


@functools.lru_cache(1000)
def _names(function: Callable[..., Any]) -> list[str]:
    """Parameters by position, as far as they have names."""
    names = []
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    for parameter in parameters:
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
            break
        names.append(parameter.name)
    return names


# Of each question that was asked: they are looked up again and again, and a class shares its questions.
_known: WeakKeyDictionary[Question, list[tuple[str, Message, Any]]] = WeakKeyDictionary()


def arguments(asked: Asked) -> list[tuple[str, Message, Any]]:
    """Key, name and value of each argument at the top of a call."""
    if asked.question not in _known:
        names = argument_names(asked.question.exercise, asked.call)
        names += [say("`{name}`", name=keyword) for keyword in asked.call.kwargs]
        values = (*asked.call.args, *asked.call.kwargs.values())
        _known[asked.question] = [(str(name), name, value) for name, value in zip(names, values, strict=True)]
    return _known[asked.question]


def left_out(exercise: Exercise, call: Call) -> Iterator[tuple[str, Any]]:
    """Options that a call does not give, with their defaults as the misconceptions declare them."""
    if call.probe is not None:
        return
    found: dict[str, Any] = {}
    for misconception in exercise.misconceptions:
        for i, parameter in enumerate(inspect.signature(misconception.function).parameters.values()):
            is_option = parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.default is not parameter.empty
            if is_option and i >= len(call.args) and parameter.name not in call.kwargs:
                found.setdefault(parameter.name, parameter.default)
    yield from found.items()


def quantities(asked: Asked) -> Iterator[Quantity]:
    """Options and lengths of a call."""
    for key, name, value in arguments(asked):
        if isinstance(value, np.ndarray):
            yield from _lengths(key, name, value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield Quantity(key, name, float(value))


def _lengths(key: str, name: Message, value: Any) -> Iterator[Quantity]:
    """The first, the last, those between and all: `key` says which, however many axes there are."""
    if value.ndim == 0:
        return
    first, last = say("the length of {name}", name=name), say("the length of the last axis of {name}", name=name)
    if value.ndim == 2:
        first, last = say("the number of rows of {name}", name=name), say("the number of columns of {name}", name=name)
    yield Quantity(f"{key} first", first, value.shape[0])
    yield Quantity(f"{key} last", last if value.ndim > 1 else first, value.shape[-1])
    for axis, length in enumerate(value.shape[1:-1], start=1):
        yield Quantity(f"{key} {axis}", say("the length of axis {axis} of {name}", axis=axis, name=name), length)
    if value.ndim > 1:
        yield Quantity(f"{key} size", say("the number of elements of {name}", name=name), value.size)
    else:
        yield Quantity(f"{key} size", first, value.size)


def derived(quantity: Quantity) -> Iterator[Quantity]:
    """The quantity and what formulas often make of it."""
    key, name, q = quantity
    yield quantity
    if q > 0:
        yield Quantity(f"sqrt {key}", say("the square root of {name}", name=name), q**0.5)
    if 0 < q < 1:
        yield Quantity(f"1- {key}", say("1 − {name}", name=name), 1 - q)
    if q > 1:
        yield Quantity(f"-1 {key}", say("{name} − 1", name=name), q - 1)
        yield Quantity(f"bessel {key}", say("n / (n − 1), where n is {name},", name=name), q / (q - 1))
    yield Quantity(f"square {key}", say("the square of {name}", name=name), q * q)
