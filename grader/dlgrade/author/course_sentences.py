"""What a course says to a student: titles, names of cases, misconceptions, hints, statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dlgrade.course import Course, Topic
from dlgrade.sentences import is_message, sentences
from dlgrade.suite.exercise import Exercise

KEYWORDS = ("_", "say", "tell")


class Said(NamedTuple):
    """A sentence, and for the translator what it is."""

    sentence: str
    note: str


def of_topic(topic: Topic) -> Iterator[Said]:
    """Everything that one file of the course says, in its order."""
    tree = ast.parse(topic.solution_path.read_text(encoding="utf-8"))
    yield Said(topic.about.title, f"{topic.name}: title of the topic")
    yield Said(ast.get_docstring(tree) or "", f"{topic.name}: docstring of the file")
    nodes = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for exercise in topic.exercises:
        yield from _of_exercise(exercise)
        if exercise.name in nodes:
            yield from _of_docstrings(nodes[exercise.name], exercise.name)
    yield from written_in(topic.suite_path, f"{topic.name}: sentence of a check")


def written_in(path: Path, note: str) -> Iterator[Said]:
    """The sentences that a file of Python marks by `_(…)`, `say(…)` and `tell(…)`.

    Read from the syntax: Babel's own reader does not look into f-strings.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(sentence)), *_]) if name in KEYWORDS:
                if sentence:
                    yield Said(sentence, note)


def _of_exercise(exercise: Exercise) -> Iterator[Said]:
    for name in exercise.own_cases:
        if is_message(name):
            yield Said(name, f"{exercise.name}: name of a case")
    for misconception in exercise.misconceptions:
        yield Said(misconception.sentence, f"{exercise.name}: misconception {misconception.id}")
    for hint in exercise.hints:
        if is_message(hint):
            yield Said(hint, f"{exercise.name}: hint")


def _of_docstrings(node: ast.FunctionDef | ast.ClassDef, name: str) -> Iterator[Said]:
    """What a definition says of itself, and a class of its methods, as the stub shows them."""
    for sentence in sentences(ast.get_docstring(node) or ""):
        yield Said(sentence, f"{name}: docstring")
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        is_shown = isinstance(inner, ast.FunctionDef) and (not inner.name.startswith("_") or inner.name.endswith("__"))
        if isinstance(inner, ast.FunctionDef) and is_shown:
            yield from _of_docstrings(inner, f"{name}.{inner.name}")


def of_course(course: Course) -> dict[str, list[Said]]:
    """By the name of each catalog (`week03`) what is said there first."""
    seen: set[str] = set()
    found: dict[str, list[Said]] = {}
    for week in course.weeks():
        said = found.setdefault(f"week{week:02d}", [])
        for topic in course.topics(week):
            for one in of_topic(topic):
                if one.sentence and one.sentence not in seen:
                    seen.add(one.sentence)
                    said.append(one)
    return found
