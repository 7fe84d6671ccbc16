"""Plain pytest: parametrised tests, and a process for each submission, since each is a module of the same name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from peers.environment import Environment
from peers.form import TEMPLATES, Assignment

FAILED_TESTS = 1


class PytestSide:
    def __init__(self, environment: Environment, assignment: Assignment, folder: Path) -> None:
        self.environment, self.folder, self.handed_in = environment, folder, assignment.handed_in
        self.passed: dict[str, int] = {}
        assignment.write_checks(folder)
        shutil.copy(TEMPLATES / "test_homework.py", folder)

    def one(self, student: str) -> float:
        log = self.folder / "log.xml"
        took = self.environment.seconds(
            [self.environment.python, "-m", "pytest", "-q", "--junit-xml", log],
            self.folder,
            codes=(0, FAILED_TESTS),
            PYTHONPATH=str(self.handed_in[student].parent),
            # Nothing but pytest itself: what else is installed here is no part of it.
            PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        )
        counts = dict(re.findall(r'\b(tests|failures|errors)="(\d+)"', log.read_text(encoding="utf-8")))
        self.passed[student] = int(counts["tests"]) - int(counts["failures"]) - int(counts["errors"])
        return took

    def batch(self) -> float:
        self.passed = {}
        return sum(self.one(student) for student in self.handed_in)

    def points(self) -> dict[str, int]:
        return self.passed
