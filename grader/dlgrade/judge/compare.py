"""An answer against the expected one: type and arity, shape, dtype, NaN and infinities, values; first fault told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlgrade.judge.show import show_pair
from dlgrade.judge.tolerance import conditioned_bound, plainly_right, rounding_bound
from dlgrade.messages import Message, say
from dlgrade.text import kind_of
from dlgrade.worker.wire import Foreign

# Codes of dtypes, see numpy.typecodes; the first of those allowed is the one that a message names.
WHOLE = "qlihbQLIHB"
EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23}


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer. `kind` is one of type, arity, shape, dtype, nan, value, and the demands'."""

    kind: str
    message: Message


@dataclass(frozen=True)
class Comparison:
    """How answers to one question are compared.

    `asked_in` is the dtype of the question's data: float64, float32 or int64. `sensitivity` gives, when asked,
    the measured third term of the bound, in the form of the expected answer.
    """

    asked_in: str = "float64"
    names: Sequence[str] = ()
    allowance: float = 0.0
    sensitivity: Callable[[], Any] | None = None
    any_dtype: bool = False
    _cache: list[Any] = field(default_factory=list)

    def fault(self, got: Any, want: Any, path: tuple[Any, ...] = ()) -> Fault | None:
        """The first fault of `got`, or None."""
        found = self._fault(got, want, path)
        if found is None or not path or len(path) > 1:
            return found
        return Fault(found.kind, say("{where}: {what}", where=self._where(path[0]), what=found.message))

    def _where(self, step: Any) -> Message | str:
        if isinstance(step, str):
            return step
        name = self.names[step] if step < len(self.names) else ""
        if name:
            return say("value {number} ({name})", number=step + 1, name=name)
        return say("value {number}", number=step + 1)

    def _fault(self, got: Any, want: Any, path: tuple[Any, ...]) -> Fault | None:
        if isinstance(want, list | tuple):
            return self._sequence_fault(got, want, path)
        if isinstance(want, dict):
            return self._mapping_fault(got, want, path)
        if want is None or isinstance(want, str | Foreign):
            same = type(got) is type(want) and got == want
            return None if same else Fault("value", say("is {got}; should be {want}", got=_short(got), want=repr(want)))
        target = np.asarray(want)
        return _no_number(got, target) or self._array_fault(np.asarray(got), target, path, type(got) is not np.ndarray)

    def _sequence_fault(self, got: Any, want: Sequence[Any], path: tuple[Any, ...]) -> Fault | None:
        if not isinstance(got, list | tuple):
            return Fault("type", say("is {got}; should be {count} values", got=kind_of(got), count=len(want)))
        if len(got) != len(want):
            return Fault("arity", say("has {got} values; should have {want}", got=len(got), want=len(want)))
        faults = (self.fault(g, w, (*path, i)) for i, (g, w) in enumerate(zip(got, want, strict=True)))
        return next((f for f in faults if f), None)

    def _mapping_fault(self, got: Any, want: dict[str, Any], path: tuple[Any, ...]) -> Fault | None:
        if not isinstance(got, dict):
            return Fault("type", say("is {got}; should be a dict", got=kind_of(got)))
        if set(got) != set(want):
            keys = sorted(map(repr, want))
            return Fault("arity", say("has the keys {got}; should have {want}", got=_keys(got), want=", ".join(keys)))
        return next((f for key in want if (f := self.fault(got[key], want[key], (*path, key)))), None)

    def _array_fault(self, got: Any, want: Any, path: tuple[Any, ...], is_scalar: bool) -> Fault | None:
        if got.shape != want.shape:
            return Fault("shape", say("has shape {got}; should be {want}", got=str(got.shape), want=str(want.shape)))
        if got.dtype.kind not in "biufc" or want.dtype.kind not in "biufc":
            # Text, which stays on our side of the wall: a misconception may return it.
            same = got.dtype.kind == want.dtype.kind and np.array_equal(got, want)
            return None if same else Fault("dtype", say("has dtype {got}", got=got.dtype.name))
        must_match = not self.any_dtype or (got.dtype.kind == "c") != (want.dtype.kind == "c")
        if must_match and (fault := self._dtype_fault(got, want, is_scalar)):
            return fault
        if want.dtype.kind in "biu":
            return _difference(got, want, got != want)
        if plainly_right(got, want, self._unit(got)):
            return None
        if fault := _nonfinite_fault(got, want):
            return fault
        return self._value_fault(got, want, path)

    def _dtype_fault(self, got: Any, want: Any, is_scalar: bool) -> Fault | None:
        if want.dtype.kind == "b":
            allowed = "?"
        elif want.dtype.kind in "iu":
            allowed = WHOLE
        elif self.asked_in == "int64":
            allowed = "df" + WHOLE
        elif self.asked_in == "float32":
            allowed = "fd"
        else:
            allowed = "d" + WHOLE if is_scalar else "d"
        if got.dtype.char in allowed:
            return None
        return Fault(
            "dtype",
            say("has dtype {got}; should be {want}", got=got.dtype.name, want=np.dtype(allowed[0]).name),
        )

    def _value_fault(self, got: Any, want: Any, path: tuple[Any, ...]) -> Fault | None:
        unit = self._unit(got)
        # A wrong answer may be complex, and is then compared with a misconception's.
        wide = got.astype(np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64)
        finite = np.isfinite(want)
        off = np.zeros_like(wide)
        with np.errstate(over="ignore"):
            np.subtract(wide, want, out=off, where=finite)
        off = np.abs(off)
        if not (off > rounding_bound(want, unit, self.allowance))[finite].any():
            return None
        moves = self._moves(path)
        bound = conditioned_bound(want, unit, moves, self.allowance) if moves is not None else rounding_bound(
            want, unit, self.allowance
        )  # fmt: skip
        return _difference(wide, want, (off > bound) & finite)

    def _unit(self, got: Any) -> float:
        return EPSILON["float32" if self.asked_in == "float32" or got.dtype == np.float32 else "float64"]

    def _moves(self, path: tuple[Any, ...]) -> Any:
        if self.sensitivity is None:
            return None
        if not self._cache:
            self._cache.append(self.sensitivity())
        moves = self._cache[0]
        for step in path:
            moves = moves[step]
        return np.asarray(moves)


def _no_number(got: Any, want: Any) -> Fault | None:
    """A fault where `got` is neither an array nor, where one number is asked, a number."""
    if isinstance(got, np.ndarray | np.generic):
        return None
    if isinstance(got, bool | int | float) and want.ndim == 0:
        return None
    if got is None:
        return Fault("type", say("is None; is there a `return`?"))
    if want.ndim == 0:
        return Fault("type", say("is {got}; should be a number", got=kind_of(got)))
    return Fault("type", say("is {got}; should be an array of shape {shape}", got=kind_of(got), shape=str(want.shape)))


def _nonfinite_fault(got: Any, want: Any) -> Fault | None:
    for test, name in ((np.isnan, "NaN"), (np.isinf, "inf")):
        wrong = test(got) != test(want)
        if wrong.any():
            first = _first(wrong)
            count, size = int(wrong.sum()), wrong.size
            got_text, want_text = show_pair(float(got[first]), float(want[first]))
            return Fault(
                "nan",
                say(
                    "{count} of {size} elements are wrong about {name}; the first{at} is {got} and should be {want}",
                    count=count, size=size, name=name, at=_at(first), got=got_text, want=want_text,
                ),
            )  # fmt: skip
    signs = np.isinf(want) & ((got > 0) != (want > 0))
    return _difference(got, want, signs)


def _difference(got: Any, want: Any, wrong: Any) -> Fault | None:
    if not wrong.any():
        return None
    first = _first(wrong)
    got_text, want_text = show_pair(got[first].item(), want[first].item())
    if wrong.size == 1:
        return Fault("value", say("is {got}; should be {want}", got=got_text, want=want_text))
    return Fault(
        "value",
        say(
            "{count} of {size} elements differ; the first{at} is {got} and should be {want}",
            count=int(wrong.sum()), size=wrong.size, at=_at(first), got=got_text, want=want_text,
        ),
    )  # fmt: skip


def _first(wrong: Any) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def _at(index: tuple[int, ...]) -> Message | str:
    if not index:
        return ""
    return say(", at {index},", index=index[0] if len(index) == 1 else str(index))


def _short(value: Any) -> Message | str:
    return repr(value)[:80] if isinstance(value, str) else kind_of(value)


def _keys(value: dict[str, Any]) -> Message | str:
    return ", ".join(sorted(map(repr, value)))[:200] or say("none")
