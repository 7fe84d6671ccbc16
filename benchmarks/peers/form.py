"""The assignment in the forms that peers take: questions with answers, references as text, cells of a notebook."""

from __future__ import annotations

import ast
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
from dlgrade.course import Topic
from dlgrade.judge.question import Questions
from dlgrade.session import DEFAULT_SEED

TEMPLATES = Path(__file__).resolve().parent / "templates"
# Whether a test asks torch, or compares with what torch answered once.
VARIANTS = ("torch", "stored")


@dataclass(frozen=True)
class Assignment:
    """What a peer is to grade: the topic, how its tests know the answers, and each student's file."""

    topic: Topic
    variant: str
    handed_in: dict[str, Path]

    def write_checks(self, folder: Path) -> None:
        """Put beside a peer's tests what they share: `checks.check(function, exercise, case)`.

        The questions are those that this grader asks, the stored answers those of its references.
        """
        folder.mkdir(parents=True)
        questions, kept = Questions(), {}
        for exercise in self.topic.exercises:
            for case in exercise.cases:
                question = questions.of(exercise, case, DEFAULT_SEED)
                kept[exercise.name, case.name] = (question.call.args, question.call.kwargs, question.expected)
        np.save(folder / "questions.npy", np.array(kept, dtype=object))
        shutil.copy(TEMPLATES / f"checks_{self.variant}.py", folder / "checks.py")
        if self.variant == "torch":
            (folder / "references.py").write_text(self._references(), encoding="utf-8")

    def _references(self) -> str:
        """A module with the references of the exercises, as the suite declares them."""
        suite = ast.parse(self.topic.suite_path.read_text(encoding="utf-8"))
        names = {exercise.name for exercise in self.topic.exercises}
        rows = [
            f"    {_defined(node)!r}: {ast.unparse(keyword.value)},"
            for node in suite.body
            if _defined(node) in names and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for keyword in node.value.keywords
            if keyword.arg == "reference"
        ]
        return "\n".join(["import torch.nn.functional as F", "", "REFERENCES = {", *rows, "}", ""])

    def cells(self, path: Path) -> dict[str, str]:
        """A file as cells of a notebook: each holds what stands up to the end of an exercise's definition."""
        names = {exercise.name for exercise in self.topic.exercises}
        text = path.read_text(encoding="utf-8")
        lines, begin = text.splitlines(), 0
        found: dict[str, str] = {}
        for node in ast.parse(text).body:
            if _defined(node) in names:
                found[_defined(node)] = "\n".join(lines[begin : node.end_lineno]).strip()
                begin = node.end_lineno or 0
        return found


def _defined(node: ast.stmt) -> str:
    """The name that a statement defines."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""


def notebook(cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """A notebook of Python."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
