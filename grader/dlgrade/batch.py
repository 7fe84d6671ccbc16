"""Many submissions, over processes that stay warm: each comes back as a report, or as the reason why it has none."""

from __future__ import annotations

import atexit
import concurrent.futures
import contextlib
import functools
import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.grader import Grader
from dlgrade.messages import Message
from dlgrade.records import Report
from dlgrade.session import DEFAULT_SEED, TIMEOUT_SECONDS
from dlgrade.submission import read

# Objects between two searches for cycles.
GARBAGE_THRESHOLD = 50_000


@dataclass(frozen=True)
class Terms:
    """What all submissions are graded by: plain values, which any process can be told.

    `name` is a week, a topic or an exercise of the course.
    """

    course: Course
    name: str
    seed: int = DEFAULT_SEED
    timeout: float = TIMEOUT_SECONDS
    isolation: str = "strict"


@dataclass(frozen=True)
class Graded:
    """What came of one submission: its report, or why there is none."""

    path: Path
    report: Report | None = None
    error: Message | None = None


def grade_all(paths: Iterable[Path], terms: Terms, jobs: int = 1) -> Iterator[Graded]:
    """Grade each submission, `jobs` at a time in processes of their own; results come as they are ready."""
    if jobs == 1:
        yield from (grade_one(path, terms) for path in paths)
        return
    # A fork of this process would hold whatever it has loaded, threads of others included.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, context) as executor:
        waiting = [executor.submit(grade_one, path, terms) for path in paths]
        for done in concurrent.futures.as_completed(waiting):
            yield done.result()


def grade_one(path: Path, terms: Terms) -> Graded:
    """Grade a submission by the grader of this process, which is started when the first one comes."""
    try:
        report = _grader(terms).grade(read(path))
    except DlgradeError as error:
        return Graded(path, error=error.message)
    _settle()
    return Graded(path, report)


@functools.cache
def _grader(terms: Terms) -> Grader:
    """The grader of this process; its workers end with the process."""
    selection = terms.course.select(terms.name)
    grader = Grader(
        terms.course, selection.exercises, selection.week, terms.seed, terms.timeout, terms.isolation
    )  # fmt: skip
    atexit.register(grader.__exit__, None, None, None)
    return grader.__enter__()


@functools.cache
def _settle() -> None:
    """Take what the first submission had loaded out of the collector's sight: with torch a round takes 70 ms.

    And do not break in on a worker whenever it has an answer: where both share a core each would find its caches cold.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    if hasattr(os, "SCHED_BATCH"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
