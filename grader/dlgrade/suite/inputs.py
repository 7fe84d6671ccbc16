"""What a case asks with: declared without making anything, made from a generator when the case is asked.

arrays(5, 7)                                   one array of normal numbers, both signs, no ties
arrays(5, 7).with_(negative_slope=0.2)         … and a keyword argument
call(arrays(5, 3, 4), arrays(3))               two arguments
values([-3.0, 0.0, 3.0])                       these very numbers
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dlgrade.messages import Message
from dlgrade.worker.tree import map_leaves

if TYPE_CHECKING:
    import numpy as np

    from dlgrade.worker.wire import Encoded

Check = Callable[..., Message | None]


@dataclass(frozen=True)
class Call:
    """A case's question with its values made: arguments, and how they are to be asked."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    probe: Callable[..., Any] | None = None
    layout: str = "plain"
    echo: bool = False
    twice: bool = False

    @functools.cached_property
    def encoded(self) -> Encoded:
        """It as it crosses the wall: made once for all submissions that are asked."""
        from dlgrade.suite.crossing import encoded

        return encoded(self)


@dataclass(frozen=True)
class Fixed:
    """These numbers as an array."""

    numbers: Any
    dtype: str

    def make(self, rng: np.random.Generator) -> Any:
        import numpy as np

        return np.array(self.numbers, dtype=self.dtype)


@dataclass(frozen=True)
class Drawn:
    """Whatever `draw(rng)` returns; `shape` is that of an array of numbers of a distribution."""

    draw: Callable[[np.random.Generator], Any]
    shape: tuple[int, ...] = ()

    def make(self, rng: np.random.Generator) -> Any:
        return self.draw(rng)


@dataclass(frozen=True)
class Together:
    """Several arguments that belong together, made by one `draw(rng)` that returns a tuple."""

    draw: Callable[[np.random.Generator], tuple[Any, ...]]


@dataclass(frozen=True)
class Inputs:
    """The arguments of a case and what is asked of the answer."""

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    probe: Callable[..., Any] | None = None
    checks: tuple[Check, ...] = ()
    error: str = ""
    weight: float = 1.0

    def with_(self, **kwargs: Any) -> Inputs:
        """The same, with these keyword arguments as well."""
        return replace(self, kwargs={**self.kwargs, **kwargs})

    def through(self, probe: Callable[..., Any]) -> Inputs:
        """Asked as `probe(function, *args)`, on the far side; the reference goes through it too."""
        return replace(self, probe=probe)

    def satisfies(self, *checks: Check) -> Inputs:
        """Judged by `check(answer, *args)`, which returns what is wrong or None, and not by a reference."""
        return replace(self, checks=checks)

    def raises(self, error: str) -> Inputs:
        """Right if the call raises `error`, or an exception derived from it; no reference is asked."""
        return replace(self, error=error)

    def worth(self, weight: float) -> Inputs:
        """Weighs `weight` times an ordinary case."""
        return replace(self, weight=weight)

    def make(self, rng: np.random.Generator) -> Call:
        args: list[Any] = []
        for arg in self.args:
            args += arg.draw(rng) if isinstance(arg, Together) else [_made(arg, rng)]
        return Call(tuple(args), {k: _made(v, rng) for k, v in self.kwargs.items()}, self.probe)


def _made(value: Any, rng: np.random.Generator) -> Any:
    def make(leaf: Any) -> Any:
        if isinstance(leaf, Inputs):
            return _made(leaf.args[0], rng)
        return leaf.make(rng) if hasattr(leaf, "make") else leaf

    return map_leaves(value, make)


def call(*args: Any, **kwargs: Any) -> Inputs:
    """Several arguments: makers (`arrays`, `values`, `generator` …), plain values, functions, lists of these."""
    return Inputs(args, kwargs)


def arrays(*shape: int, scale: float = 2.0) -> Inputs:
    """One array of normal numbers with this standard deviation; where there are two or more, both signs occur."""

    def draw(rng: np.random.Generator) -> Any:
        import numpy as np

        x = np.asarray(scale * rng.standard_normal(shape))
        if x.size > 1 and (x.min() >= 0 or x.max() <= 0):
            x.flat[0] = -x.flat[0]
        return x

    return Inputs((Drawn(draw, shape),))


def uniform(*shape: int, low: float, high: float) -> Inputs:
    """One array of numbers drawn evenly from `[low, high)`."""

    def draw(rng: np.random.Generator) -> Any:
        import numpy as np

        return np.asarray(rng.uniform(low, high, shape))

    return Inputs((Drawn(draw, shape),))


def integers(*shape: int, low: int, high: int) -> Inputs:
    """One `int64` array of numbers from `[low, high)`: class labels, indices."""
    return Inputs((Drawn(lambda rng: rng.integers(low, high, shape), shape),))


def values(numbers: Sequence[Any] | float, dtype: str = "float64") -> Inputs:
    """One array of these very numbers; class labels are of dtype `int64`."""
    return Inputs((Fixed(numbers, dtype),))


def generator() -> Inputs:
    """A `numpy.random.Generator` with a seed of its own, for the argument `rng`."""

    def draw(rng: np.random.Generator) -> Any:
        from dlgrade.worker.wire import Rng

        return Rng(int(rng.integers(2**62)), int(rng.integers(2**62)))

    return drawn(draw)


def drawn(draw: Callable[[np.random.Generator], Any]) -> Inputs:
    """One argument made by `draw(rng)`."""
    return Inputs((Drawn(draw),))


def together(draw: Callable[[np.random.Generator], tuple[Any, ...]]) -> Together:
    """Several arguments of one draw: `call(together(spirals), config)` where `spirals(rng)` returns X and y."""
    return Together(draw)
