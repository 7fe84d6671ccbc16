"""The relation that is told: the first that holds, the most telling ones first; and all that hold, for who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dlgrade.judge.question import Asked
from dlgrade.judge.relations.as_if import as_if
from dlgrade.judge.relations.cases import what_they_share
from dlgrade.judge.relations.evidence import Evidence, Found, Pair, fill, gather
from dlgrade.judge.relations.functions import clamped, transformed
from dlgrade.judge.relations.invariants import lacks_property
from dlgrade.judge.relations.numbers import flat, moved, scaled, straight
from dlgrade.judge.relations.order import displaced
from dlgrade.judge.relations.places import find_place, find_range, sides_of_zero
from dlgrade.judge.relations.precision import nearly_right
from dlgrade.judge.relations.raised import raised
from dlgrade.judge.relations.ranks import in_order
from dlgrade.judge.relations.rows import along_an_axis
from dlgrade.judge.relations.steps import step_from_argument
from dlgrade.judge.relations.terms import argument_given_back, argument_in_it
from dlgrade.messages import Message, say
from dlgrade.suite.exercise import Exercise

Finder = Callable[[Sequence[Pair], Message], Found | None]

# Those that need no reference but the one at hand.
OF_NUMBERS: tuple[Finder, ...] = (flat, scaled, transformed, argument_in_it, moved, straight, clamped, nearly_right)
OF_HALVES: tuple[Finder, ...] = (flat, scaled, argument_in_it)
OF_ARRAYS: tuple[Finder, ...] = (displaced, step_from_argument, along_an_axis)

# Of so many values that are returned each is looked at for itself.
MOST_VALUES = 6


def find_relation(exercise: Exercise, asked: Sequence[Asked]) -> Found | None:
    """The most telling relation that holds, or None."""
    return next(find_relations(exercise, asked), None)


def find_relations(exercise: Exercise, asked: Sequence[Asked]) -> Iterator[Found]:
    """Every relation that holds of the answers, the most telling first."""
    evidence = gather(exercise, asked)
    if (found := raised(evidence)) is not None:
        yield found
    wrong = [p for p in evidence.wrong if p.asked.fault]
    own = {id(p.asked) for p in wrong if p.asked.case.law is None}
    odd = [a for a in evidence.odd if a.case.law is None]
    if not own or len(odd) > len(own):
        return
    same_shape = all(p.same_shape for p in wrong)
    for about, pairs in _wholes(evidence, wrong):
        yield from _of(pairs, about, (*OF_NUMBERS, *OF_ARRAYS) if same_shape else (displaced, argument_given_back))
    if (found := as_if(evidence)) is not None:
        yield found
    if same_shape:
        yield from _of_places(evidence, wrong)
        yield from _of_halves(evidence, wrong)
    yield from _of_the_rest(evidence, wrong)
    if same_shape:
        for about, pairs in _wholes(evidence, wrong):
            yield from _of(pairs, about, (lambda p, a: lacks_property(p, a, evidence.right), in_order))


def _of(pairs: Sequence[Pair], about: Message, finders: Sequence[Finder]) -> Iterator[Found]:
    for finder in finders:
        if (found := finder(pairs, about)) is not None:
            yield found


def _wholes(evidence: Evidence, wrong: list[Pair]) -> Iterator[tuple[Message, list[Pair]]]:
    """The wrong arrays, all together; or those of the first wrong value alone, if several are returned."""
    yield _about(evidence, wrong), wrong
    first = [p for p in wrong if p.path == wrong[0].path]
    if len(first) < len(wrong):
        yield _of_value(say("Your numbers"), evidence.exercise, wrong[0]), first


def _about(evidence: Evidence, wrong: Sequence[Pair]) -> Message:
    """What a sentence speaks of: all numbers, those of one value, or those of some calls."""
    right = [p for p in evidence.right if p.want.any() and p.asked.case.law is None]
    if not right:
        return say("All your numbers")
    numbers = say("Your numbers")
    paths = {p.path for p in wrong}
    if len(paths) == 1 and any(p.path not in paths for p in right):
        numbers = _of_value(numbers, evidence.exercise, wrong[0])
        right = [p for p in right if p.path in paths]
        if not right:
            return numbers
    shared = what_they_share(_calls(wrong), _calls(right))
    if shared is not None:
        return say("{numbers} {where}", numbers=numbers, where=shared)
    return say("{numbers} in the calls that fail", numbers=numbers)


def _calls(pairs: Sequence[Pair]) -> list[Asked]:
    """The calls that the pairs come from, but for those of laws."""
    return list({id(p.asked): p.asked for p in pairs if p.asked.case.law is None}.values())


def _of_value(numbers: Message, exercise: Exercise, pair: Pair) -> Message:
    if not pair.path:
        return numbers
    return say("{numbers} of {value}", numbers=numbers, value=_value_name(exercise, pair))


def _of_places(evidence: Evidence, wrong: list[Pair]) -> Iterator[Found]:
    """What is wrong in one place, where all else is right; else of one value that is returned."""
    several = len({p.path for p in evidence.pairs}) > 1
    for path in (None, *list(dict.fromkeys(p.path for p in wrong))[:MOST_VALUES]):
        off = wrong if path is None else [p for p in wrong if p.path == path]
        here = [p for p in evidence.pairs if p.path in {w.path for w in off}]
        numbers = say("Your numbers")
        if several and len({p.path for p in off}) == 1:
            numbers = _of_value(numbers, evidence.exercise, off[0])
        if path is None or several:
            yield from _at_place(here, off, numbers)
            if (where := find_range(here)) is not None:
                about = say("{numbers} {where}", numbers=numbers, where=where)
                sentence = say(
                    "{numbers} are wrong, those below and above are right: look at the bounds in your conditions."
                )
                yield Found("relation/wrong-in-a-range", fill(sentence, numbers=about))


def _at_place(here: list[Pair], wrong: list[Pair], numbers: Message) -> Iterator[Found]:
    for pairs, sentence in (
        (here, say("{numbers} {where}")),
        (wrong, say("{numbers} {where}, in the calls that fail,")),
    ):
        place = find_place(pairs)
        if place is None and len(here) > len(wrong):
            continue
        if place is None:
            return
        where, masks = place
        about = fill(sentence, numbers=numbers, where=where)
        laid_out = [p for p in wrong if p.want.ndim]
        chosen = [replace(p, chosen=mask) for p, mask in zip(laid_out, masks, strict=True)]
        for found in _of(chosen, about, OF_NUMBERS):
            yield Found(found.id, say("{what} The others are right.", what=found.message))
        yield Found(
            "relation/right-elsewhere",
            say("{numbers} are wrong, and the others are right: look at what is done there.", numbers=about),
        )
        return


def _of_halves(evidence: Evidence, wrong: list[Pair]) -> Iterator[Found]:
    """What is wrong on one side of zero of an argument, whatever is on the other."""
    if len({p.path for p in wrong}) > 1:
        return
    wrong = [p for p in wrong if p.want.ndim]
    for where, masks in sides_of_zero(wrong) if wrong else ():
        chosen = [replace(p, chosen=m) for p, m in zip(wrong, masks, strict=True) if m.any()]
        rest = [replace(p, chosen=~m) for p, m in zip(wrong, masks, strict=True) if not m.all()]
        if chosen and rest and any((~p.right[p.chosen]).any() for p in chosen):
            about = say("{numbers} {where}", numbers=say("Your numbers"), where=where)
            # What holds on the other side as well has nothing to do with the side.
            elsewhere = {found.id for found in _of(rest, about, OF_HALVES)}
            yield from (found for found in _of(chosen, about, OF_HALVES) if found.id not in elsewhere)


def _of_the_rest(evidence: Evidence, wrong: Sequence[Pair]) -> Iterator[Found]:
    """What is right besides what is wrong: other values that are returned, other calls."""
    paths = {p.path for p in wrong}
    shared = what_they_share(_calls(wrong), _calls([p for p in evidence.right if p.path in paths]))
    if shared is not None:
        yield Found(
            "relation/right-in-other-calls",
            say("Your numbers are wrong only {where}: look at what that changes in your formula.", where=shared),
        )
    yield from _of_values(evidence, wrong)


def _of_values(evidence: Evidence, wrong: Sequence[Pair]) -> Iterator[Found]:
    """Which of the values that every call returns are right, and which are not."""
    tops = {p.path[:1] for p in wrong}
    returned = [{p.path[:1] for p in evidence.pairs if p.asked is asked} for asked in evidence.comparable]
    right = {p.path[:1]: p for p in evidence.pairs if p.path and p.path[:1] not in tops}
    if not right or any(paths != returned[0] for paths in returned):
        return
    off = {p.path[:1]: p for p in wrong}
    if len(off) > 1:
        sentence = say("Of what is returned {right} is right, {wrong} are not: look for what those have in common.")
    else:
        sentence = say("Of what is returned only {wrong} is wrong: look at what it has for itself.")
    names = [_listed([_value_name(evidence.exercise, p) for p in side.values()]) for side in (right, off)]
    yield Found("relation/right-in-other-values", fill(sentence, right=names[0], wrong=names[1]))


def _value_name(exercise: Exercise, pair: Pair) -> Message:
    step = pair.path[0]
    if isinstance(step, str):
        return say("`{value}`", value=step)
    if step < len(exercise.returns):
        return say("`{value}`", value=exercise.returns[step])
    return say("value {number}", number=step + 1)


def _listed(names: Sequence[Message]) -> Message:
    text = ", ".join(f"{{n{i}}}" for i in range(len(names)))
    return Message(text, {f"n{i}": name for i, name in enumerate(names)})
