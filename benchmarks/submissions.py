"""A class's homework for the benchmarks: solutions in which here and there a function has a known mistake."""

from __future__ import annotations

import ast
import random
from pathlib import Path

from dlgrade.course import Course, Topic
from dlgrade.suite.source import source_of

HERE = Path(__file__).resolve().parent
SHARE_WRONG = 0.25


def assignment() -> Course:
    """Twelve functions with three checks each: what this grader is compared with others by."""
    return Course.in_clone(HERE / "assignment")


def texts(topic: Topic, count: int, share_wrong: float = SHARE_WRONG) -> list[str]:
    """Solutions of `topic` by `count` students; the same at every call, and the first makes no mistake.

    A student gets each function wrong with probability `share_wrong`, by one of its misconceptions.
    """
    solution = topic.solution_path.read_text(encoding="utf-8")
    drawn = random.Random(topic.name)
    found = [solution]
    while len(found) < count:
        text = solution
        for exercise in topic.exercises:
            if exercise.misconceptions and drawn.random() < share_wrong:
                flaw = drawn.choice(exercise.misconceptions)
                text = _replaced(text, exercise.name, source_of(flaw.function, exercise.name))
        found.append(text)
    return found[:count]


def written(topic: Topic, count: int, folder: Path, share_wrong: float = SHARE_WRONG) -> list[Path]:
    """The same as files `student001/<topic>.py` below `folder`."""
    paths = []
    for number, text in enumerate(texts(topic, count, share_wrong), start=1):
        path = folder / f"student{number:03}" / f"{topic.name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _replaced(text: str, name: str, definition: str) -> str:
    """`text` with another definition in the place of the function `name`."""
    lines = text.splitlines()
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == name)
    return "\n".join([*lines[: node.lineno - 1], definition.rstrip(), *lines[node.end_lineno :]]) + "\n"
