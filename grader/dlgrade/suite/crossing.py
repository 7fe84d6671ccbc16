"""A question as it crosses the wall: functions among its arguments go as their code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dlgrade.suite.source import source_of
from dlgrade.worker.tree import map_leaves
from dlgrade.worker.wire import Code, Encoded, encode

if TYPE_CHECKING:
    from dlgrade.suite.inputs import Call


def encoded(call: Call) -> Encoded:
    """The bytes of the question, without the name of the function that is asked."""
    functions = _codified((call.args, call.kwargs, call.probe))
    return Encoded(encode((*functions, call.layout, call.echo, call.twice)))


def _codified(value: Any) -> Any:
    """`value` with functions replaced by their code."""
    return map_leaves(value, lambda leaf: _code(leaf) if callable(leaf) else leaf)


def _code(function: Callable[..., Any]) -> Code:
    name = function.__name__ if function.__name__.isidentifier() else "function"
    return Code(name, source_of(function, name))
