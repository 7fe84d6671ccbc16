"""What is proved of a course by looking at it: the three trees agree, and every text is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dlgrade.author.problem import Problem
from dlgrade.author.stubs import drifted
from dlgrade.course import WEEK_FOLDER, Course, Topic
from dlgrade.docstring import Statement, read_statement
from dlgrade.messages import Message, say
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.source import NotSelfContained, source_of

MIN_CASES = 3
MIN_HINTS = 3
TOPIC_FILE = re.compile(r"[a-z][a-z0-9_]*\.py")


def check_structure(course: Course, exercises: tuple[Exercise, ...], commands: tuple[str, ...]) -> Iterator[Problem]:
    """Every fault that shows without running anything."""
    yield from _stray_files(course)
    yield from _drifted_stubs(course)
    yield from _names(course, commands)
    for exercise in exercises:
        yield from _declaration(course, exercise)
        yield from _statement(course.topic_of(exercise), exercise)


def _stray_files(course: Course) -> Iterator[Problem]:
    """Files of one tree that have no partner in the others."""
    known = {t.relative for t in course.topics()}
    for tree in (course.suites_dir, course.solutions_dir, course.exercises_dir):
        for path in sorted(tree.rglob("*")):
            relative = path.relative_to(tree)
            hidden = any(part.startswith((".", "__pycache__")) for part in relative.parts)
            if not path.is_file() or hidden or relative == Path("conftest.py"):
                continue
            well_named = len(relative.parts) == 2 and WEEK_FOLDER.fullmatch(relative.parts[0])
            if not well_named or not TOPIC_FILE.fullmatch(path.name):
                yield Problem(path, say("does not belong here; files are called weekNN/<topic>.py"))
            elif relative not in known:
                yield Problem(path, say("has no suite; write {suite}", suite=str(course.suites_dir / relative)))


def _drifted_stubs(course: Course) -> Iterator[Problem]:
    for topic in course.topics():
        if not topic.solution_path.is_file():
            yield Problem(topic.solution_path, say("is missing; {suite} needs a solution", suite=str(topic.suite_path)))
            return
    for path in drifted(course):
        yield Problem(path, say("is not the stub of its solution; run `dlgrade course stubs`"))


def _names(course: Course, commands: tuple[str, ...]) -> Iterator[Problem]:
    counts = Counter(course.names())
    for topic in course.topics():
        for name in dict.fromkeys([topic.name, *(e.name for e in topic.exercises)]):
            if counts[name] > 1:
                yield Problem(topic.suite_path, say("the name {name} is taken twice; rename one of them", name=name))
            if name in commands:
                yield Problem(topic.suite_path, say("{name} is a command of dlgrade; choose another name", name=name))


def _declaration(course: Course, exercise: Exercise) -> Iterator[Problem]:
    path = course.topic_of(exercise).suite_path
    names = Counter(c.name for c in exercise.cases)
    name = exercise.name
    if len(exercise.own_cases) < MIN_CASES:
        yield Problem(path, say("{name} has fewer than {count} cases of its own", name=name, count=MIN_CASES))
    if len(exercise.hints) < MIN_HINTS:
        yield Problem(path, say("{name} has fewer than {count} hints", name=name, count=MIN_HINTS))
    if not exercise.misconceptions:
        yield Problem(path, say("{name} declares no misconception", name=name))
    if exercise.points <= 0:
        yield Problem(path, say("{name} is worth no points", name=name))
    if not exercise.source:
        yield Problem(path, say("{name} does not say where in the lecture notes it stands", name=name))
    if exercise.reference is None and any(not (case.checks or case.inputs.error) for case in exercise.cases):
        yield Problem(path, say("{name} has cases with neither reference nor checks", name=name))
    for case, count in names.items():
        if count > 1:
            yield Problem(path, say("{name} has two cases called “{case}”", name=name, case=case))
    for misconception in exercise.misconceptions:
        try:
            source_of(misconception.function, name)
        except (NotSelfContained, LookupError) as error:
            yield Problem(path, say("{id} of {name}: {error}", id=misconception.id, name=name, error=str(error)))
    known = {e.name for e in course.exercises()}
    for need in exercise.needs:
        if need not in known:
            yield Problem(path, say("{name} needs {need}, which is no exercise", name=name, need=need))
    forward = exercise.gradient_of.of if exercise.gradient_of else name
    if forward not in known:
        yield Problem(path, say("{name} is the gradient of {forward}, no exercise", name=name, forward=forward))


def _statement(topic: Topic, exercise: Exercise) -> Iterator[Problem]:
    path = topic.solution_path
    try:
        statement = read_statement(path, exercise.name)
    except (LookupError, OSError, SyntaxError):
        yield Problem(path, say("does not define {name}", name=exercise.name))
        return
    for what in _lacks(statement, _raises(path, exercise.name)):
        yield Problem(path, say("the docstring of {name} lacks {what}", name=exercise.name, what=what))


def _lacks(statement: Statement, raises: bool) -> Iterator[Message]:
    if not statement.summary.endswith("."):
        yield say("a summary line that ends in a full stop")
    if not statement.formula:
        yield say("a formula between $$ and $$")
    # A class returns nothing: its methods say what they return.
    returns = [] if statement.signature.startswith("class") else ["Returns"]
    for section in ("Args", *returns, *(["Raises"] if raises else []), "Example", "Source"):
        if section not in statement.sections:
            yield say("a section “{section}:”", section=section)


def _raises(path: Path, name: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = next(n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name)
    return any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
