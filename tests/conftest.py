"""What tests share: grading by the very way that users do, in this process or in one of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.records import ExerciseResult, Report
from dlgrade.submission import read
from dlgrade.worker.host import Worker
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.starters import Starter, starter

ROOT = Path(__file__).resolve().parent.parent
SUBMISSIONS = Path(__file__).parent / "submissions"


@pytest.fixture(scope="session")
def course() -> Course:
    return Course.in_clone(ROOT)


@pytest.fixture
def grade_text(course: Course, tmp_path: Path) -> Callable[..., ExerciseResult]:
    """Grade one exercise of a submission given as text; real worker, real torch."""

    def run(name: str, text: str, seed: int = 0) -> ExerciseResult:
        path = tmp_path / "answer.py"
        path.write_text(text, encoding="utf-8")
        report = grade_path(course, path, (name,), seed=seed)
        return next(report.exercises())

    return run


def grade_path(
    course: Course,
    path: Path,
    names: tuple[str, ...] = (),
    *,
    week: int | None = None,
    seed: int = 0,
    timeout: float = 5,
) -> Report:
    """Grade the exercises of a week, or those named, of the submission at `path`."""
    exercises = course.exercises(week)
    if names:
        exercises = tuple(e for e in course.exercises() if e.name in names)
    with Grader(course, exercises, week, seed, timeout) as grader:
        return grader.grade(read(path))


@contextlib.contextmanager
def worker_of(sources: dict[str, str], wall: str = "auto", of: Callable[..., Starter] = starter) -> Iterator[Worker]:
    """A worker that holds these sources, by the ordinary way of starting one or another."""
    with contextlib.closing(of(CHOICES[wall])) as processes, Worker(sources, processes) as worker:
        yield worker


def dlgrade(
    *arguments: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does for the first time, in a process of its own."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST"))}
    with tempfile.TemporaryDirectory() as cache:
        return subprocess.run(
            [sys.executable, "-m", "dlgrade", *map(str, arguments)],
            cwd=cwd,
            env={**plain, "PYTHONIOENCODING": "utf-8", "DLGRADE_CACHE_DIR": cache, **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
