"""nbgrader: a notebook in which each check is a test cell, worth a point, that the students do not see."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import nbformat

from peers.environment import NOTEBOOKS, Environment, installed
from peers.form import Assignment, notebook

VERSION = "0.9.6"
CONFIG = 'get_config().CourseDirectory.course_id = "course"\n'
TEST = """\
### BEGIN HIDDEN TESTS
from checks import check
check({name}, "{name}", "{case}")
### END HIDDEN TESTS
"""


def environment(folder: Path) -> Environment:
    return installed(folder, "nbgrader", f"nbgrader=={VERSION}", *NOTEBOOKS, "SQLAlchemy==2.1.9")


class NbgraderSide:
    def __init__(self, environment: Environment, assignment: Assignment, folder: Path) -> None:
        self.environment = environment
        self.released, self.batched = folder / "released", folder / "batched"
        self.course = self.released
        source = self.course / "source" / "homework"
        assignment.write_checks(source)
        (self.course / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        nbformat.write(_source(assignment), source / "homework.ipynb")
        self._run("generate_assignment")
        for student, path in assignment.handed_in.items():
            self._hand_in(student, assignment.cells(path))
        shutil.copytree(self.released, self.batched)

    def one(self, student: str) -> float:
        return self._run("autograde", "--force", "--student", student)

    def batch(self) -> float:
        self.course = self.batched
        return self._run("autograde")

    def feedback(self) -> float:
        """How long it takes to write the feedback for all; after `batch`."""
        return self._run("generate_feedback")

    def points(self) -> dict[str, int]:
        self._run("export", "--to", "grades.csv")
        with (self.course / "grades.csv").open(encoding="utf-8") as file:
            return {row["student_id"]: round(float(row["score"])) for row in csv.DictReader(file)}

    def _run(self, verb: str, *options: str) -> float:
        assignment = () if verb == "export" else ("homework",)
        command = [self.environment.program("nbgrader"), verb, *assignment, *options]
        return self.environment.seconds(command, self.course)

    def _hand_in(self, student: str, own: dict[str, str]) -> None:
        """The released notebook with the student's functions in it."""
        handed_out = nbformat.read(self.course / "release" / "homework" / "homework.ipynb", as_version=4)
        for cell in handed_out.cells:
            cell.source = own.get(cell.metadata.nbgrader.grade_id, cell.source)
        folder = self.course / "submitted" / student / "homework"
        folder.mkdir(parents=True)
        nbformat.write(handed_out, folder / "homework.ipynb")


def _source(assignment: Assignment) -> nbformat.NotebookNode:
    """The instructor's notebook: each solution, and its checks below it."""
    cells = []
    solutions = assignment.cells(assignment.topic.solution_path)
    for exercise in assignment.topic.exercises:
        name = exercise.name
        cells.append(_cell(solutions[name], grade_id=name, solution=True))
        for number, case in enumerate(exercise.cases):
            test = TEST.format(name=name, case=case.name)
            cells.append(_cell(test, grade_id=f"{name}-{number}", grade=True, locked=True, points=1))
    return notebook(cells)


def _cell(source: str, **about: Any) -> nbformat.NotebookNode:
    kind = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": {**kind, **about}})
