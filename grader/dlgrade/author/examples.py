"""Worked examples in docstrings: derived from a case with numbers of their own, and proved.

The first case that can be written as one call is asked again, with other numbers: fewer, and rounded, so that a reader
can follow them. What comes of it is what the solution says, and the reference agrees.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlgrade.author.namespace import namespace
from dlgrade.course import Course, Topic
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.reference import expect
from dlgrade.worker.tree import leaves, map_leaves
from dlgrade.worker.wire import Rng

WIDTH = 104
MOST_LINES = 16
SEEDS = range(20_000, 20_004)


def write_examples(course: Course, exercises: tuple[Exercise, ...]) -> tuple[list[str], list[str]]:
    """Put an example into each docstring that has none; the names of those that got one, and of those that did not."""
    written, left = [], []
    for exercise in exercises:
        topic = course.topic_of(exercise)
        source = topic.solution_path.read_text(encoding="utf-8")
        if "\n    Example:\n" in (ast.get_source_segment(source, _node(source, exercise.name)) or ""):
            continue
        found = example(course, topic, exercise)
        if found is None:
            left.append(exercise.name)
            continue
        topic.solution_path.write_text(_inserted(source, exercise.name, found), encoding="utf-8", newline="\n")
        written.append(exercise.name)
    return written, left


def example(course: Course, topic: Topic, exercise: Exercise) -> str | None:
    """The call and its answer; None where no case makes a short one. Rather one whose numbers differ."""
    names = namespace(course, topic)
    keeps = frozenset(map(int, re.findall(r", (\d+)\)", names[exercise.name].__doc__ or "")))
    dull = None
    for call in _candidates(exercise, keeps):
        asked = _asked(exercise, names[exercise.name], call)
        if asked is not None:
            text, is_lively = asked
            if is_lively:
                return text
            dull = dull or text
    return dull


def _candidates(exercise: Exercise, keeps: frozenset[int]) -> Iterator[Call]:
    """Calls, the best first. Sizes that the docstring names, as in (N, 4), stay."""
    own = [i for i in exercise.own_cases.values() if not (i.probe or i.error)]
    for inputs in own if exercise.probe is None else ():
        for seed in SEEDS:
            full = exercise.make_call(Case("the example", inputs), seed)
            if any(callable(leaf) for leaf in leaves((full.args, full.kwargs))):
                continue
            for size_of, wraps, more in itertools.product(_sizes(full, keeps), (False, True), (0, 1, 2)):
                yield _smaller(full, size_of, wraps, more)


def _arrays(call: Call) -> list[np.ndarray[Any, Any]]:
    return [leaf for leaf in leaves((call.args, call.kwargs)) if isinstance(leaf, np.ndarray)]


def _sizes(call: Call, keeps: frozenset[int]) -> list[dict[int, int]]:
    """What the sizes of a case are cut to: in their order, as multiples of each other, all the same, as they are."""
    sizes = sorted({size for array in _arrays(call) for size in array.shape if size > 1} - keeps)
    ranks = {size: min(size, 2 + rank + (len(sizes) == 1)) for rank, size in enumerate(sizes)}
    multiples: dict[int, int] = {}
    for size in sizes:
        base = next((b for b in sizes if b < size and size in (2 * b, 3 * b, 4 * b)), None)
        multiples[size] = size // base * multiples[base] if base else min(size, 2)
    ones = {size: multiples[size] // 2 if multiples[size] > 2 else multiples[size] for size in sizes}
    return [ranks, multiples, ones, dict.fromkeys(sizes, 2), {size: size for size in sizes}]


def _smaller(call: Call, size_of: dict[int, int], wraps: bool, more: int) -> Call:
    """Cut down and rounded; with `wraps` whole numbers fit the classes, and `more` is added to plain ones."""
    classes = next((size_of.get(a.shape[-1], 1) for a in _arrays(call) if a.dtype.kind == "f" and a.ndim), 1)

    def small(leaf: Any) -> Any:
        if type(leaf) is int:
            return leaf + more if leaf > 1 else leaf
        if type(leaf) is float:
            return leaf if leaf == float(f"{leaf:.4g}") else float(f"{leaf:.2g}")
        if not isinstance(leaf, np.ndarray):
            return leaf
        part = leaf[tuple(slice(0, size_of.get(size, size)) for size in leaf.shape)]
        if leaf.dtype.kind == "f":
            return _rounded(leaf, part)
        return part % classes if wraps and leaf.dtype.kind in "iu" and classes > 1 else part

    args, kwargs = map_leaves((call.args, call.kwargs), small)
    return replace(call, args=args, kwargs=kwargs)


def _rounded(whole: np.ndarray[Any, Any], part: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Few digits; what adds up to one still does."""
    if whole.size > 1 and whole.ndim and whole.shape[-1] > 1 and whole.min() >= 0 and np.allclose(whole.sum(-1), 1):
        part = np.round(part / part.sum(-1, keepdims=True), 2)
        part[..., -1] = np.round(1 - part[..., :-1].sum(-1), 2)
        return part
    finite = np.abs(part[np.isfinite(part)])
    if finite.size and not np.isin(part, (0, 1)).all() and np.array_equal(finite, np.round(finite, 1)):
        # Numbers that the case names: a reader shall not meet them there.
        part = part * 1.1 + (0.3 if np.nanmin(part) < 0 else 0)
    # No reader should wonder about -0.0.
    return np.round(part, 1 if finite.size and finite.max() >= 1 else 2) + 0.0


def _asked(exercise: Exercise, function: Callable[..., Any], call: Call) -> tuple[str, bool] | None:
    """The example as text where solution and reference agree on its answer, and whether its numbers say something."""
    source = _source(exercise.name, call)
    if source is None or any(_is_same(call, exercise.make_call(Case(n, i), s)) for n, i, s in _hidden(exercise)):
        return None
    args, kwargs = map_leaves((call.args, call.kwargs), _made)
    try:
        with np.errstate(all="raise"):
            answer = function(*args, **kwargs)
            agrees = exercise.reference is None or _agree(answer, expect(exercise, call))
        lines = [*source, *shown(answer).split("\n")]
    except Exception:
        # What is cut down may fit together no longer.
        return None
    fits = len(lines) <= MOST_LINES and all(len(line) <= WIDTH for line in lines)
    told = "\n".join(lines)
    if (
        not agrees
        or not fits
        or (any(word in told for word in ("array([]", "...,", " at 0x", "nan]", "[nan")) and "np.nan" not in told)
    ):
        return None
    return told, _is_lively(answer, call)


def _is_lively(answer: Any, call: Call) -> bool:
    """Whether the answer is more than one number again and again, and not what was given."""
    numbers = [np.asarray(leaf) for leaf in leaves(answer)]
    if any(array.dtype.kind not in "fiub" for array in numbers):
        return True
    found = {float(number) for array in numbers for number in array.reshape(-1)}
    given = any(len(numbers) == 1 and np.array_equal(numbers[0], array) for array in _arrays(call))
    return not given and (len(found) > 1 or not found & {0.0, 1.0})


def shown(answer: Any) -> str:
    """An answer as a reader wants it: arrays as NumPy has them, four digits of a number."""
    if isinstance(answer, np.ndarray):
        with np.printoptions(precision=4, suppress=True, linewidth=WIDTH - 8):
            return repr(answer)
    if isinstance(answer, float | np.floating):
        text = f"{answer:.4g}"
        return text if re.search("[.en]", text) else f"{text}.0"
    if isinstance(answer, np.generic):
        return repr(answer.item())
    if isinstance(answer, dict):
        return _together("{", [f"{key!r}: {shown(value)}" for key, value in answer.items()], "}")
    if isinstance(answer, list):
        return _together("[", [shown(value) for value in answer], "]")
    if isinstance(answer, tuple):
        return _together("(", [shown(value) for value in answer], ",)" if len(answer) == 1 else ")")
    return repr(answer)


def _together(left: str, parts: list[str], right: str) -> str:
    """Side by side where that fits, else one below the other."""
    line = left + ", ".join(parts) + right
    if "\n" not in line and len(line) <= WIDTH - 8:
        return line
    return left + ",\n".join(parts).replace("\n", "\n ") + right


def _agree(answer: Any, expected: Any) -> bool:
    """Whether two answers are the same to the digits that are shown."""
    mine, theirs = list(leaves(answer)), list(leaves(expected))
    if len(mine) != len(theirs):
        return False
    for a, b in zip(mine, theirs, strict=True):
        numbers = isinstance(b, np.ndarray | float | int | np.generic) and np.asarray(b).dtype.kind in "fiu"
        if not (np.allclose(a, b, rtol=1e-6, atol=1e-8) if numbers else np.array_equal(a, b)):
            return False
    return True


def _hidden(exercise: Exercise) -> Iterator[tuple[str, Any, int]]:
    from dlgrade.session import DEFAULT_SEED

    return ((name, inputs, DEFAULT_SEED) for name, inputs in exercise.own_cases.items())


def _is_same(one: Call, other: Call) -> bool:
    mine, theirs = (list(leaves((call.args, call.kwargs))) for call in (one, other))
    return len(mine) == len(theirs) and all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))


def _made(leaf: Any) -> Any:
    if isinstance(leaf, Rng):
        return np.random.default_rng(0)
    return leaf.copy() if isinstance(leaf, np.ndarray) else leaf


def _source(name: str, call: Call) -> list[str] | None:
    """The lines of the call behind their prompts."""
    words = [_text(arg) for arg in call.args] + [f"{key}={_text(value)}" for key, value in call.kwargs.items()]
    line = f">>> {name}({', '.join(words)})"
    if len(line) <= WIDTH:
        return [line]
    if any(len(word) + 9 > WIDTH for word in words):
        return None
    return [f">>> {name}(", *(f"...     {word}," for word in words), "... )"]


def _text(value: Any) -> str:
    """A value as one types it."""
    if isinstance(value, np.ndarray):
        body = re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value.tolist()))
        return f"np.array({body})" if value.size else f"np.zeros({value.shape})"
    if isinstance(value, Rng):
        return "np.random.default_rng(0)"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _node(source: str, name: str) -> ast.FunctionDef | ast.ClassDef:
    kinds = ast.FunctionDef | ast.ClassDef
    return next(n for n in ast.parse(source).body if isinstance(n, kinds) and n.name == name)


def _inserted(source: str, name: str, text: str) -> str:
    """The file with the example above the `Source:` of the docstring."""
    node = _node(source, name)
    lines = source.split("\n")
    end = node.body[0].end_lineno or 0
    place = next(i for i in range(node.lineno, end) if lines[i] == "    Source:")
    lines[place:place] = ["    Example:", *(f"        {line}".rstrip() for line in text.split("\n")), ""]
    return "\n".join(lines)
