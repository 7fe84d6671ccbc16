"""A factor or an offset that is the same for all numbers; or one number in the place of all."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dlgrade.judge.relations.evidence import Array, Found, Pair, carries, fill, nearly
from dlgrade.judge.relations.naming import derived, quantities
from dlgrade.messages import Message, say

KNOWN = {
    "√2": math.sqrt(2), "1/√2": math.sqrt(0.5), "√3": math.sqrt(3), "1/√3": 1 / math.sqrt(3),
    "π": math.pi, "2π": 2 * math.pi,
    "1/π": 1 / math.pi, "√(2π)": math.sqrt(2 * math.pi), "1/√(2π)": 1 / math.sqrt(2 * math.pi),
    "√π": math.sqrt(math.pi),
    "√(2/π)": math.sqrt(2 / math.pi), "e": math.e, "1/e": 1 / math.e, "ln 2": math.log(2), "1/ln 2": 1 / math.log(2),
    "ln 10": math.log(10),
}  # fmt: skip


def scaled(pairs: Sequence[Pair], about: Message) -> Found | None:
    """One factor for all numbers; or for each answer one, which is a length or an option of its call."""
    known = [p for p in pairs if p.numbers[1].any() or p.numbers[0].any()]
    wants = [p.numbers[1] for p in known]
    if not known or not all(
        np.isfinite(side).all() and w.any() for p, w in zip(known, wants, strict=True) for side in p.numbers
    ):
        return None
    factors = [_factor(p) for p in known]
    if not factors[0] or not carries(wants) or not known[0].like(factors[0] * wants[0]):
        return None
    if abs(factors[0] - 1) < 1e-3:
        return None
    if all(p.like(-p.numbers[1]) for p in known):
        sentence = say("{numbers} have the wrong sign: look for a minus that is lost, or one too many.")
        return Found("relation/sign", fill(sentence, numbers=about))
    if (named := _named_factor(known, about)) is not None:
        return named
    calls = {id(p.asked) for p in known if p.asked.case.law is None}
    if all(p.like(factors[0] * p.numbers[1]) for p in known) and (len(calls) > 1 or is_plain(factors[0])):
        return _literal_factor(factors[0], about) if carries(wants, 1) else None
    each = all(p.like(f * p.numbers[1]) for p, f in zip(known, factors, strict=True))
    if each and sum(carries([w], 2) for w in wants) >= 2:
        sentence = say(
            "{numbers} have the right proportions: in each call one factor is wrong, another in each. Look at what "
            "everything is multiplied with or divided by."
        )
        return Found("relation/one-factor", fill(sentence, numbers=about))
    return None


def _factor(pair: Pair) -> float:
    """What the largest expected number is multiplied with."""
    got, want = pair.numbers
    at = int(np.abs(want).argmax())
    return float(got[at] / want[at])


def _literal_factor(factor: float, about: Message) -> Found:
    if nearly(factor, 2):
        sentence = say("{numbers} are twice what they should be: is a ½ missing, or is something added twice?")
        return Found("relation/constant-factor", fill(sentence, numbers=about))
    if nearly(factor, 0.5):
        sentence = say("{numbers} are half of what they should be: is there a ½ too many, or a 2 missing?")
        return Found("relation/constant-factor", fill(sentence, numbers=about))
    sentence = say("{numbers} are {factor} times what they should be: look for the place where this factor comes in.")
    return Found("relation/constant-factor", fill(sentence, numbers=about, factor=spelt(factor)))


# What is made of a length or an option meets many a number; of one call alone it tells nothing.
FAR_FETCHED = ("sqrt", "square", "bessel", "-1")


def _named_factor(known: Sequence[Pair], about: Message) -> Found | None:
    """The factor as a length or an option of the call, or one by it."""
    candidates = [{q.key: q for base in quantities(p.asked) for q in derived(base)} for p in known]
    for key, first in candidates[0].items():
        if not all(key in c and c[key].value for c in candidates):
            continue
        values = [c[key].value for c in candidates]
        if not _tells(values) or (len(set(values)) == 1 and key.partition(" ")[0] in FAR_FETCHED):
            continue
        if all(p.like(v * p.numbers[1]) for p, v in zip(known, values, strict=True)):
            sentence = say("{numbers} are what they should be times {name}: did you forget to divide by it?")
            if len(set(values)) == 1:
                sentence = say(
                    "{numbers} are {value} times what they should be, and {value} is {name}: "
                    "did you forget to divide by it?"
                )
            return Found(
                "relation/named-factor", fill(sentence, numbers=about, name=first.name, value=spelt(values[0]))
            )
        if all(p.like(p.numbers[1] / v) for p, v in zip(known, values, strict=True)):
            sentence = say("{numbers} are what they should be divided by {name}: is there a division too many?")
            return Found("relation/named-factor", fill(sentence, numbers=about, name=first.name))
    return None


def _tells(values: Sequence[float]) -> bool:
    """Whether a quantity with these values is more than a number that stands in many places."""
    if len({f"{v:.9g}" for v in values}) > 1:
        return True
    return not any(nearly(values[0], plain) for plain in (0, 1, 2, 0.5, -1, 4, 0.25)) and not math.isnan(values[0])


def is_plain(number: float) -> bool:
    """Whether a number is one that formulas hold, and not what this or that input happens to give."""
    return not spelt(number).lstrip("-").replace(".", "").isdigit() or nearly(number, round(number, 4))


def spelt(number: float) -> str:
    """A number as formulas write it."""
    for text, value in KNOWN.items():
        if nearly(abs(number), value):
            return text if number > 0 else f"−{text}"
    if nearly(number, round(number, 4)):
        return f"{round(number, 4):g}"
    for below in (3, 6, 7, 9):
        if nearly(number * below, round(number * below)) and round(number * below):
            return f"{round(number * below)}/{below}"
    return f"{number:.6g}"


def together(pairs: Sequence[Pair]) -> tuple[Array, Array]:
    """The numbers of all pairs, but for those in float32, which a figure is not read off."""
    exact = [p for p in pairs if p.dtype != "float32"] or pairs
    got, want = (np.concatenate([p.numbers[side] for p in exact]) for side in (0, 1))
    return got, want


def moved(pairs: Sequence[Pair], about: Message) -> Found | None:
    """The same number added to all."""
    offsets = []
    for pair in pairs:
        got, want = pair.numbers
        if not len(got) or not np.isfinite(got).all() or not np.isfinite(want).all():
            return None
        offset = float(got[0] - want[0])
        if pair.like(want) or not pair.like(want + offset):
            return None
        offsets.append(offset)
    wants = [p.numbers[1] for p in pairs]
    if all(p.like(p.numbers[1] + offsets[0]) for p in pairs) and carries(wants, 1):
        size = spelt(abs(offsets[0]))
        if offsets[0] > 0:
            return Found(
                "relation/constant-offset", say("{numbers} are too large by {size}.", numbers=about, size=size)
            )
        return Found("relation/constant-offset", say("{numbers} are too small by {size}.", numbers=about, size=size))
    if sum(len(w) > 2 and carries([w], 1) for w in wants) >= 2 and all(len(w) > 2 for w in wants):
        return Found(
            "relation/one-offset",
            say(
                "{numbers} have the right distances from each other: in each call they are all off by one "
                "number, another in each. Look at what is added to everything.",
                numbers=about,
            ),
        )
    return None


def straight(pairs: Sequence[Pair], about: Message) -> Found | None:
    """A factor and an offset, both the same everywhere."""
    got, want = together(pairs)
    if not np.isfinite(got).all() or not np.isfinite(want).all() or not carries([want], 3):
        return None
    low, high = int(want.argmin()), int(want.argmax())
    slope = float((got[high] - got[low]) / (want[high] - want[low])) if want[high] > want[low] else 0.0
    offset = float(got[low] - slope * want[low])
    plain = nearly(slope, 0) or nearly(slope, 1) or abs(offset) < 1e-9
    if plain or not all(p.like(slope * p.numbers[1] + offset) for p in pairs):
        return None
    if nearly(slope, -1):
        sentence = say("{numbers} are {offset} minus what they should be.")
        return Found("relation/one-minus", fill(sentence, numbers=about, offset=spelt(offset)))
    sentence = say("{numbers} are {slope} times what they should be, and {offset} is added: both are too much.")
    return Found("relation/straight-line", fill(sentence, numbers=about, slope=spelt(slope), offset=spelt(offset)))


def flat(pairs: Sequence[Pair], about: Message) -> Found | None:
    """One number everywhere, whatever the input; or no number at all."""
    got, want = together(pairs)
    if len(got) < 4 or not carries([want]):
        return None
    if all(np.isnan(p.numbers[0]).all() for p in pairs):
        return Found(
            "relation/all-nan",
            say("{numbers} are NaN: something is 0/0, inf − inf or a root of a negative number.", numbers=about),
        )
    if not any(p.numbers[0].any() for p in pairs):
        return Found(
            "relation/zeros", say("{numbers} are 0: is the result written where it is returned from?", numbers=about)
        )
    # What one call gives may be a number of its own; a plain one, or the same in others, is not.
    calls = {id(p.asked) for p in pairs if p.asked.case.law is None}
    told = np.isfinite(got[0]) and (len(calls) > 1 or is_plain(float(got[0])))
    if told and all(p.like(np.full_like(p.numbers[0], got[0])) for p in pairs):
        return Found(
            "relation/constant",
            say("{numbers} are {value}, whatever the input is.", numbers=about, value=spelt(float(got[0]))),
        )
    return None
