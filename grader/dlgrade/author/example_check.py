"""What is proved of the examples of docstrings: the solution gives what they show, and none is a hidden question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from dlgrade.author.examples import shown
from dlgrade.author.namespace import namespace
from dlgrade.author.problem import Problem
from dlgrade.course import Course, Topic
from dlgrade.docstring import read_statement
from dlgrade.messages import say
from dlgrade.session import DEFAULT_SEED
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.worker.tree import leaves

# Fewer numbers than these may well be the same by chance: those of a batch cannot.
TELLING = 3


def check_examples(course: Course, exercises: tuple[Exercise, ...]) -> Iterator[Problem]:
    """The examples that are not as they say, or that ask what a case asks."""
    files: dict[Topic, dict[str, Any]] = {}
    for exercise in exercises:
        topic = course.topic_of(exercise)
        try:
            text = read_statement(topic.solution_path, exercise.name).sections.get("Example", "")
        except (LookupError, OSError, SyntaxError):
            continue
        if not text:
            continue
        if topic not in files:
            files[topic] = namespace(course, topic)
        if why := _fault(exercise, text, dict(files[topic])):
            yield Problem(topic.solution_path, say("the example of {name}: {why}", name=exercise.name, why=why))


def _fault(exercise: Exercise, text: str, names: dict[str, Any]) -> str:
    """What is wrong with an example; "" where nothing is."""
    asked: list[tuple[Any, Any]] = []
    solution = names[exercise.name]
    if not isinstance(solution, type):

        def recorded(*args: Any, **kwargs: Any) -> Any:
            asked.append((args, kwargs))
            return solution(*args, **kwargs)

        names[exercise.name] = recorded
    for source, want in statements(text):
        try:
            found = answer_of(source, names)
        except Exception as error:
            return f"{source} raises {type(error).__name__}: {error}"
        if found != want:
            return f"{source} gives {found}"
    if any(_is_asked(call, exercise) for call in asked):
        return "it asks what a case asks; choose other numbers"
    return ""


def statements(text: str) -> Iterator[tuple[str, str]]:
    """Each statement behind a prompt, and what stands below it."""
    for block in re.split(r"^>>> ", text, flags=re.MULTILINE)[1:]:
        lines = block.split("\n")
        more = next((i for i, line in enumerate(lines[1:], start=1) if not line.startswith("...")), len(lines))
        source = "\n".join([lines[0], *(line[4:] for line in lines[1:more])])
        yield source, "\n".join(line.rstrip() for line in lines[more:]).strip("\n")


def answer_of(source: str, names: dict[str, Any]) -> str:
    """What is shown of a statement; "" of one that is no expression."""
    try:
        code = compile(source, "<example>", "eval")
    except SyntaxError:
        exec(compile(source, "<example>", "exec"), names)
        return ""
    answer = eval(code, names)
    return "" if answer is None else "\n".join(line.rstrip() for line in shown(answer).split("\n"))


def _is_asked(call: tuple[Any, Any], exercise: Exercise) -> bool:
    """Whether the very same is asked by a case, as far as its arguments can be compared."""
    mine = [leaf for leaf in leaves(call) if not callable(leaf)]
    if sum(np.size(leaf) for leaf in mine) < TELLING:
        return False
    for name, inputs in exercise.own_cases.items():
        made = exercise.make_call(Case(name, inputs), DEFAULT_SEED)
        theirs = [leaf for leaf in leaves((made.args, made.kwargs)) if not callable(leaf)]
        if len(mine) == len(theirs) and all(_same(a, b) for a, b in zip(mine, theirs, strict=True)):
            return True
    return False


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(np.asarray(one), np.asarray(other))
    return bool(one == other)
