"""Has types, a dataclass, a protocol, a named tuple and overloads."""

# must: passed
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=float)


class Shape(NamedTuple):
    """How large it is."""

    axes: int
    size: int


class Function(Protocol):
    """From an array to an array."""

    def __call__(self, x: npt.ArrayLike) -> npt.NDArray[np.float64]: ...


@dataclass(frozen=True, order=True)
class Hinge(Generic[Number]):
    """Bends at a number."""

    at: Number
    names: list[str] = field(default_factory=list)

    def __call__(self, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
        x = np.asarray(x, dtype=np.float64)
        assert Shape(x.ndim, x.size).axes == x.ndim
        return np.where(x > self.at, x, self.at)


hinge: Function = Hinge(0.0)


def relu(x: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return hinge(x)
