"""Structures of lists, tuples and dicts, as they cross the wall: their leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def map_leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same structure, with `change` applied to everything in it that is no list, tuple or dict."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind(map_leaves(item, change) for item in value)
    if kind is dict:
        return {key: map_leaves(item, change) for key, item in value.items()}
    return change(value)


def leaves(value: Any) -> Iterator[Any]:
    """Everything in the structure that is no list, tuple or dict, in order."""
    if type(value) is dict:
        value = list(value.values())
    if type(value) in (list, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value
