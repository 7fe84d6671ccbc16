"""An argument of the call that is missing in the answer, or is in it once too often; or is the answer itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill, nearly
from dlgrade.judge.relations.naming import arguments
from dlgrade.messages import Message, say


class Term(NamedTuple):
    """An argument laid over the answer; `key` is the same in every call of the exercise."""

    key: str
    name: Message
    values: Array


def argument_in_it(pairs: Sequence[Pair], about: Message) -> Found | None:
    """An argument as the answer, as a term or as a factor."""
    if not all(p.same_shape and np.isfinite(p.numbers[0]).all() and np.isfinite(p.numbers[1]).all() for p in pairs):
        return None
    # Most arguments have nothing to do with it, which one array tells.
    hopeful = {t.key: t for t in _terms(pairs[0]) if _may_be_in(pairs[0], _flat(t.values))}
    laid = [hopeful, *({t.key: t for t in _terms(p) if t.key in hopeful} for p in pairs[1:])] if hopeful else []
    for key, first in hopeful.items():
        if all(key in terms for terms in laid):
            terms = [each[key].values for each in laid]
            if found := _as_answer(pairs, terms, first.name, about) or _as_term(pairs, terms, first.name, about):
                return found
            if found := _as_factor(pairs, terms, first.name, about):
                return found
    return None


def _may_be_in(pair: Pair, term: Array) -> bool:
    """Whether one array allows that the term is in the answer, in any of the ways that are told."""
    got, want = pair.numbers
    sums = (want + times * term for times in (1, -1, 2, -2, 0.5, -0.5))
    if any(pair.like(target) for target in (term, *sums, want * term, want * term**2)):
        return True
    return any(pair.equals_flat(got * factor, want) for factor in (term, term**2))


def _terms(pair: Pair) -> Iterator[Term]:
    """Arguments, and products of two options, that can be laid over the answer element by element."""
    options: list[tuple[str, Message, float]] = []
    for key, name, value in arguments(pair.asked):
        if isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and value.size:
            for way, laid in (("", value), (" as a column", value[..., None])):
                if (over := _over(laid, pair.want.shape)) is not None:
                    yield Term(key + way, name, over if pair.chosen is None else over[pair.chosen])
                    break
        elif isinstance(value, int | float) and not isinstance(value, bool):
            options.append((key, name, float(value)))
    size = pair.numbers[1].size
    for key, name, number in options:
        yield Term(key, name, np.full(size, number))
        yield Term(f"1-{key}", say("1 − {name}", name=name), np.full(size, 1 - number))
    for (key, name, number), (other_key, other, by) in itertools.combinations(options, 2):
        product = say("{name} · {other}", name=name, other=other)
        yield Term(f"{key}·{other_key}", product, np.full(size, number * by))


def _over(value: Array, shape: tuple[int, ...]) -> Any:
    try:
        return np.broadcast_to(np.asarray(value, dtype=float), shape)
    except ValueError:
        return None


def _flat(values: Array) -> Array:
    return np.asarray(values).ravel()


def argument_given_back(pairs: Sequence[Pair], about: Message) -> Found | None:
    """An argument as the answer, whatever its shape."""
    given = [{key: (name, a) for key, name, a in arguments(p.asked) if isinstance(a, np.ndarray)} for p in pairs]
    for key, (name, _) in given[0].items():
        same = all(
            key in g
            and g[key][1].dtype.kind in "fiub"
            and p.got.shape == g[key][1].shape
            and p.equals_flat(p.got, g[key][1])
            for p, g in zip(pairs, given, strict=True)
        )
        if same and carries([p.got for p in pairs]):
            sentence = say("{numbers} are those of {name}: nothing is done with them.")
            return Found("relation/unchanged-argument", fill(sentence, numbers=about, name=name))
    return None


def _as_answer(pairs: Sequence[Pair], terms: Sequence[Array], name: Message, about: Message) -> Found | None:
    if not all(p.like(_flat(t)) for p, t in zip(pairs, terms, strict=True)) or not carries(
        [p.numbers[0] for p in pairs]
    ):
        return None
    sentence = say("{numbers} are those of {name}: nothing is done with them.")
    return Found("relation/unchanged-argument", fill(sentence, numbers=about, name=name))


def _as_term(pairs: Sequence[Pair], terms: Sequence[Array], name: Message, about: Message) -> Found | None:
    """Whether a multiple of the argument is missing or is too much."""
    if not carries([*terms]):
        return None
    at = int(np.abs(_flat(terms[0])).argmax())
    got, want = pairs[0].numbers
    times = float((got[at] - want[at]) / _flat(terms[0])[at]) if _flat(terms[0])[at] else 0.0
    plain = next((c for c in (1, 2, 0.5) if nearly(abs(times), c)), None)
    if plain is None:
        return None
    times = plain if times > 0 else -plain
    if not all(p.like(p.numbers[1] + times * _flat(t)) for p, t in zip(pairs, terms, strict=True)):
        return None
    if times == -1:
        return Found(
            "relation/missing-term",
            say("{numbers} become right if {name} is added: a term is missing.", numbers=about, name=name),
        )
    if times == 1:
        return Found(
            "relation/extra-term",
            say(
                "{numbers} become right if {name} is subtracted: a term is there once too often.",
                numbers=about,
                name=name,
            ),
        )
    if abs(times) == 2:
        return Found(
            "relation/sign-of-term",
            say("{numbers} become right if the sign before {name} is turned round.", numbers=about, name=name),
        )
    sentence = say("{numbers} are off by half of {name}: look at the factor before it.")
    return Found("relation/half-a-term", fill(sentence, numbers=about, name=name))


def _as_factor(pairs: Sequence[Pair], terms: Sequence[Array], name: Message, about: Message) -> Found | None:
    """Whether the answer is multiplied with the argument once too often or once too few."""
    if not carries([*terms]) or not carries([p.numbers[1] for p in pairs]):
        return None
    if all(p.like(p.numbers[1] * _flat(t)) for p, t in zip(pairs, terms, strict=True)):
        sentence = say("{numbers} are multiplied with {name} once too often.")
        return Found("relation/extra-factor", fill(sentence, numbers=about, name=name))
    if all(p.like(p.numbers[1] * _flat(t) ** 2) for p, t in zip(pairs, terms, strict=True)):
        sentence = say("{numbers} are multiplied with {name} where they should be divided by it.")
        return Found("relation/factor-turned-over", fill(sentence, numbers=about, name=name))
    if all(p.equals_flat(p.numbers[0] * _flat(t) ** 2, p.numbers[1]) for p, t in zip(pairs, terms, strict=True)):
        sentence = say("{numbers} are divided by {name} where they should be multiplied with it.")
        return Found("relation/factor-turned-over", fill(sentence, numbers=about, name=name))
    missing = all(p.equals_flat(p.numbers[0] * _flat(t), p.numbers[1]) for p, t in zip(pairs, terms, strict=True))
    # Where the argument is 0 anything goes; most of it has to be something else.
    if missing and all((_flat(t) != 0).mean() > 0.5 for t in terms):
        sentence = say("{numbers} become right if they are multiplied with {name}: a factor is missing.")
        return Found("relation/missing-factor", fill(sentence, numbers=about, name=name))
    return None
