"""What tests share: grading by the very way that users do, in this process or in one of their own."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import browser as chromium
import postgres
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


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    programs = postgres.programs()
    if programs is None:
        assert "CI" not in os.environ, "PostgreSQL has to be installed where everything is tried"
        pytest.skip("PostgreSQL is not installed")
    with postgres.server(programs) as folder:
        yield folder


@pytest.fixture(scope="session")
def browser() -> Iterator[chromium.Driver]:
    programs = chromium.programs()
    if programs is None:
        assert "CI" not in os.environ, "Chromium and its driver have to be installed where everything is tried"
        pytest.skip("Chromium and its driver are not installed")
    with chromium.started(programs) as driver:
        yield driver


_databases = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def gradebook_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a gradebook that is not made yet, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/gradebook.db"
    return postgres.create(request.getfixturevalue("postgres_folder"), f"book{next(_databases)}")


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


def is_there(pid: int) -> bool:
    """Whether a process is there and no zombie: see proc(5)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: set[int], seconds: float = 15) -> bool:
    """Whether none of these processes is there any more, now or after a while."""
    end = time.monotonic() + seconds
    while any(map(is_there, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(is_there, pids))


def family(pid: int) -> set[int]:
    """A process and all below it, whichever thread started them: see proc(5)."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = {int(n) for each in lists for n in each.read_text(encoding="ascii").split()}
    return {pid}.union(*map(family, children))
