"""What a gradient is the gradient of: declared by a suite, so that it can be held against the student's own forward.

gradient("relu")                                  relu_derivative(x, …), of the sum of relu(x, …)
gradient("mse_loss")                              mse_loss_gradient(pred, target, …), likewise
vjp("matmul")                                     matmul_backward(dout, A, B), of the sum of dout · matmul(A, B)
vjp("softmax", at=lambda dout, probs, axis=-1:    … where the backward is not given what the forward takes
    (dout, (np.log(probs),), {"axis": axis}))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlgrade.suite.inputs import Call

# (dout, arguments, keyword arguments) of the forward, from the arguments of the gradient.
At = Callable[..., tuple[Any, tuple[Any, ...], dict[str, Any]]]


@dataclass(frozen=True)
class Gradient:
    """The forward that an exercise is the gradient of, and how a question to the one becomes one to the other."""

    of: str
    at: At
    wrt: tuple[int, ...] | None
    objective: Callable[..., Any] | None
    part: Callable[[Any], Any]

    def forward_call(self, call: Call) -> Call:
        """The forward's own question."""
        _, args, kwargs = self.at(*call.args, **call.kwargs)
        return Call(tuple(args), dict(kwargs))

    def slopes_call(self, call: Call) -> Call:
        """The question for the slopes of the forward; ask it of the forward."""
        from dlgrade.suite.slopes import slopes

        dout, args, kwargs = self.at(*call.args, **call.kwargs)
        wrt = self.wrt if self.wrt is not None else tuple(i for i, arg in enumerate(args) if _is_float_array(arg))
        asked = [list(call.args), dict(call.kwargs)]
        return Call((dout, list(args), dict(kwargs), list(wrt), self.objective, asked), probe=slopes)


def gradient(
    of: str,
    *,
    at: Callable[..., tuple[tuple[Any, ...], dict[str, Any]]] = lambda *args, **kwargs: (args, kwargs),
    wrt: int | tuple[int, ...] = 0,
    objective: Callable[..., Any] | None = None,
    part: Callable[[Any], Any] = lambda answer: answer,
) -> Gradient:
    """The gradient of the sum of what the exercise `of` returns.

    Args:
        of: the forward, an exercise of the course.
        at: (arguments, keyword arguments) of the forward, from those of the gradient.
        wrt: which arguments of the forward the gradient is taken of.
        objective: in place of the sum, a number: `objective(answer, …)`, with what the gradient was asked with. It
            crosses the wall, so NumPy only.
        part: what of the answer is the gradient.
    """
    places = (wrt,) if isinstance(wrt, int) else wrt
    return Gradient(of, lambda *args, **kwargs: (1.0, *at(*args, **kwargs)), places, objective, part)


def vjp(
    of: str,
    *,
    at: At = lambda dout, *args, **kwargs: (dout, args, kwargs),
    wrt: tuple[int, ...] | None = None,
    part: Callable[[Any], Any] = lambda answer: answer,
) -> Gradient:
    """The gradient of the sum of `dout` times what the exercise `of` returns.

    Args:
        of: the forward, an exercise of the course.
        at: (dout, arguments, keyword arguments) of the forward, from those of the gradient.
        wrt: which arguments of the forward the gradients are taken of; all float arrays by default.
        part: what of the answer are the gradients.
    """
    return Gradient(of, at, wrt, None, part)


def _is_float_array(value: Any) -> bool:
    return getattr(getattr(value, "dtype", None), "kind", "") == "f"
