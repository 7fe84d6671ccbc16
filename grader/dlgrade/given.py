"""A submission in which some functions are the course's own: what stands in for a student's that fails."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dlgrade.course import Course
from dlgrade.submission import Submission, Unfit, names_defined
from dlgrade.suite.exercise import Exercise

GIVEN = "_given_by_the_course"


def with_given(submission: Submission, course: Course, exercises: Iterable[Exercise]) -> Submission | None:
    """The submission with the solutions of `exercises` in the place of its own; None where one cannot be put there."""
    texts = {file.path: file.text for file in submission.files}
    for exercise in exercises:
        found = submission.find(exercise.name, exercise.topic)
        if isinstance(found, Unfit):
            return None
        try:
            given = definition(course, exercise)
        except (OSError, SyntaxError, LookupError):
            # A course without solutions is graded as well.
            return None
        texts[found.file.path] += f"\n\n{given}"
    files = tuple(replace(f, text=texts[f.path]) if f.text != texts[f.path] else f for f in submission.files)
    return replace(submission, files=files)


def definition(course: Course, exercise: Exercise) -> str:
    """Source that defines an exercise by its solution, and no other name that a student's file may have.

    Raises:
        OSError, SyntaxError, LookupError: the solution is not there.
    """
    path = course.topic_of(exercise).solution_path
    body = "\n".join(dict.fromkeys(_needed(course.solutions_dir, path, exercise.name)))
    return (
        f"def {GIVEN}():\n{textwrap.indent(body, '    ')}\n    return {exercise.name}\n\n\n"
        f"{exercise.name} = {GIVEN}()\n"
    )


def _needed(solutions: Path, path: Path, name: str) -> Iterator[str]:
    """The statements of a solution that `name` needs, those of other solutions first."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    wanted = _closure(body, name)
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(solutions, node, wanted)
        elif names_defined(node) & wanted:
            yield ast.unparse(node)


def _imported(solutions: Path, node: ast.Import | ast.ImportFrom, wanted: set[str]) -> Iterator[str]:
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    other = solutions.joinpath(*module.split(".")).with_suffix(".py")
    if not module or not other.is_file():
        if module != "__future__":
            yield ast.unparse(node)
        return
    for alias in node.names:
        if (alias.asname or alias.name) in wanted:
            yield from _needed(solutions, other, alias.name)
            if alias.asname:
                yield f"{alias.asname} = {alias.name}"


def _closure(body: Iterable[ast.stmt], name: str) -> set[str]:
    """`name`, and every name that what defines it uses."""
    nodes = list(body)
    if not any(name in names_defined(node) for node in nodes):
        raise LookupError(name)
    found: set[str] = set()
    todo = {name}
    while todo:
        found |= todo
        using = (node for node in nodes if names_defined(node) & todo)
        todo = {n.id for node in using for n in ast.walk(node) if isinstance(n, ast.Name)} - found
    return found
