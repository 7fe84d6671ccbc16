"""Laws: what holds for every exercise unless its suite switches it off. Each makes one case.

A law takes the first case of an exercise and asks it in another way; the answer must still be the reference's,
and obey the law besides. `demand` names what the judge looks at beyond the answer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from dlgrade.suite.inputs import Call
from dlgrade.worker.tree import map_leaves

Map = Callable[[Any], Any]


class Law(NamedTuple):
    """One law: its id, the sentence that the student reads, and how it asks."""

    id: str
    sentence: str
    remedy: str
    ask: Callable[[Call], Call]
    demand: str = ""
    # Whole numbers are data here: the reference, which wants floats, gets them as float64.
    as_float: bool = False
    # Laws are many and alike: but for overflow, which is a fault of the formula, five weigh as much as a case.
    weight: float = 0.2


def _arrays_like_the_first(call: Call, change: Map) -> Call:
    """`call` with `change` applied to its first float array and to every float array of the same shape."""
    first = next((a for a in call.args if _is_float_array(a)), None)
    if first is None:
        return call
    shape = first.shape

    def changed(value: Any) -> Any:
        return change(value) if _is_float_array(value) and value.shape == shape else value

    return replace(
        call,
        args=tuple(changed(a) for a in call.args),
        kwargs={k: changed(v) for k, v in call.kwargs.items()},
    )


def _is_float_array(value: Any) -> bool:
    return getattr(getattr(value, "dtype", None), "kind", "") == "f"


def _in_float32(call: Call) -> Call:
    def narrow(leaf: Any) -> Any:
        return leaf.astype("float32") if _is_float_array(leaf) else leaf

    return replace(call, args=map_leaves(call.args, narrow), kwargs=map_leaves(call.kwargs, narrow))


def _large(x: Any) -> Any:
    """Every third number becomes 10,000 and every third −10,000."""
    big = x.copy()
    big.flat[::3] = 1e4
    big.flat[1::3] = -1e4
    return big


def _one_number(x: Any) -> Any:
    """The number nearest to −1, alone: the negative side is where most formulas have something to say."""
    return x.reshape(-1)[abs(x + 1).argmin() :][:1].reshape(())


LAWS: dict[str, Law] = {
    law.id: law
    for law in (
        Law(
            "unchanged",
            "leaves its input as it was",
            "You changed the input array in place; return a new one.",
            lambda call: replace(call, echo=True),
            "unchanged",
        ),
        Law(
            "repeatable",
            "answers the same call the same way",
            "The answer depends on something besides the arguments: a global, a counter, random numbers.",
            lambda call: replace(call, twice=True),
            "repeatable",
        ),
        Law(
            "strided",
            "takes an array that is not contiguous",
            "Something relies on how the array lies in memory; slices and transposes are arrays too.",
            lambda call: replace(call, layout="strided"),
        ),
        Law(
            "readonly",
            "takes a read-only array",
            "Something is written into the input array; write into a new one.",
            lambda call: replace(call, layout="readonly"),
        ),
        Law("float32", "takes float32", "Use the dtype of the input, or float64.", _in_float32),
        Law(
            "integers",
            "takes whole numbers",
            "A buffer that copies the integer dtype of the input cuts the result off; make the buffer float.",
            lambda call: _arrays_like_the_first(call, lambda x: (2 * x).round().astype("int64")),
            as_float=True,
        ),
        Law(
            "0-d",
            "takes a single number",
            "A single number is an array without axes: start with np.asarray(x), and prefer np.where to loops.",
            lambda call: _arrays_like_the_first(call, _one_number),
        ),
        Law(
            "empty",
            "takes an empty array",
            "No elements in, no elements out: nothing may rely on a first or a largest element.",
            lambda call: _arrays_like_the_first(call, lambda x: x[:0]),
        ),
        Law(
            "large",
            "stays finite and silent at ±10,000",
            "The formula may be right, but a step of it overflows: np.exp of a large number must never be taken, "
            "not even in the branch of np.where that is thrown away.",
            lambda call: _arrays_like_the_first(call, _large),
            "silent",
            weight=1.0,
        ),
        Law(
            "rows",
            "treats a row alone as it does in a batch",
            "The answer for one row must not depend on the other rows: look at the axis of max and sum.",
            lambda call: _arrays_like_the_first(call, lambda x: x[1:2]),
        ),
    )
}


@functools.cache
def without(*ids: str) -> tuple[str, ...]:
    """All laws but these. Raises `KeyError` for an id that is no law."""
    unknown = set(ids) - set(LAWS)
    if unknown:
        raise KeyError(f"no such law: {', '.join(sorted(unknown))}")
    return tuple(law for law in LAWS if law not in ids)


def only(*ids: str) -> tuple[str, ...]:
    """These laws alone. Raises `KeyError` for an id that is no law."""
    return tuple(law for law in LAWS if law not in without(*ids))
