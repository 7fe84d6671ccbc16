"""otter-grader: `otter run` for one submission, and its Python interface for all in one process.

`otter grade`, its command for a class, wants Docker; inside its containers it does what the interface does.
"""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from dlgrade.course import Topic

from peers.environment import NOTEBOOKS, Environment, installed
from peers.form import TEMPLATES, Assignment, notebook

VERSION = "7.0.0"

TESTS = """\
from checks import check
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
"""
TEST = """

@test_case(points=1)
def test_{number}({name}):
    check({name}, "{name}", "{case}")
"""


def environment(folder: Path) -> Environment:
    return installed(folder, "otter", f"otter-grader[grading]=={VERSION}", *NOTEBOOKS)


class OtterSide:
    def __init__(self, environment: Environment, assignment: Assignment, folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.given: dict[str, float] = {}
        assignment.write_checks(folder)
        _write_tests(assignment.topic, folder / "tests")
        # What lies beside the tests is copied beside every submission.
        files = sorted(path.name for path in folder.iterdir() if path.is_file())
        command = [environment.program("otter"), "generate", "--no-environment", "-t", "tests", *files]
        environment.seconds(command, folder)
        self.submissions = folder / "submissions"
        self.submissions.mkdir()
        for student, path in assignment.handed_in.items():
            cells = [nbformat.v4.new_code_cell(source) for source in assignment.cells(path).values()]
            nbformat.write(notebook(cells), self.submissions / f"{student}.ipynb")

    def one(self, student: str) -> float:
        command = [self.environment.program("otter"), "run", "--no-logo", self.submissions / f"{student}.ipynb"]
        took = self.environment.seconds(command, self.folder)
        tests = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))["tests"]
        self.given[student] = sum(test.get("score", 0.0) for test in tests)
        return took

    def batch(self) -> float:
        given = self.folder / "given.json"
        command = [self.environment.python, TEMPLATES / "grade_all.py", self.submissions, given]
        took = self.environment.seconds(command, self.folder)
        self.given = json.loads(given.read_text(encoding="utf-8"))
        return took

    def points(self) -> dict[str, int]:
        return {student: round(points) for student, points in self.given.items()}


def _write_tests(topic: Topic, folder: Path) -> None:
    """A file for each exercise, with a test for each of its cases."""
    folder.mkdir()
    for exercise in topic.exercises:
        text = TESTS.format(name=exercise.name)
        for number, case in enumerate(exercise.cases):
            text += TEST.format(number=number, name=exercise.name, case=case.name)
        (folder / f"{exercise.name}.py").write_text(text, encoding="utf-8")
