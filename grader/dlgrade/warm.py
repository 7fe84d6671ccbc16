"""The grader of this process: started when the first submission comes, and kept for those after it."""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import os
import platform

from dlgrade import __version__
from dlgrade.course import Course
from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.farside import WallTooLow
from dlgrade.fingerprint import suite_sha256
from dlgrade.grader import Grader
from dlgrade.messages import Message, say
from dlgrade.run import SuitesNotRun
from dlgrade.submission import of_pieces
from dlgrade.task import BundledCourse, Graded, Refused, Task, Terms
from dlgrade.text import sanitize

# Objects between two searches for cycles.
GARBAGE_THRESHOLD = 50_000


class OtherCourse(GraderFault):
    """A machine of the cluster would grade by something else than was asked."""

    def __init__(self, version: str) -> None:
        if version != __version__:
            message = say(
                "It has dlgrade {theirs} and the run was started by {ours}; install the same version on both.",
                theirs=__version__, ours=version,
            )  # fmt: skip
        else:
            message = say(
                "Its dlgrade {theirs} has other suites than the run was started with; install the same course on both.",
                theirs=__version__,
            )
        super().__init__(message)


def grade_one(task: Task, terms: Terms) -> Graded | Refused:
    """Grade a submission. Whatever goes wrong is told in the result: an exception would be lost on the way."""
    try:
        grader = _grader(terms)
    except DlgradeError as error:
        return _refused(error, terms)
    except Exception as error:
        return failed(task, error)
    try:
        report = grader.grade(of_pieces(task.pieces, task.name, task.path))
    except (WallTooLow, SuitesNotRun) as error:
        return _refused(error, terms)
    except DlgradeError as error:
        return Graded(task.id, error=error.message, is_fault=isinstance(error, GraderFault))
    except Exception as error:
        # Nobody knows in what state it is.
        _leave()
        return failed(task, error)
    _settle()
    return Graded(task.id, report)


def failed(task: Task, error: BaseException) -> Graded:
    """What came of a submission at which the grader itself failed."""
    what = sanitize(f"{type(error).__name__}: {error}", 300)
    why = say("the grader failed: {error}; this costs no points, please report it", error=what)
    return Graded(task.id, error=why, is_fault=True)


def _refused(error: DlgradeError, terms: Terms) -> Refused:
    why: Message = error.message
    if isinstance(terms.course, BundledCourse):
        why = say("The machine {machine} cannot grade: {why}", machine=sanitize(platform.node(), 200), why=why)
    return Refused(why, error.exit_code)


_kept: dict[Terms, Grader] = {}


def _grader(terms: Terms) -> Grader:
    """The grader of this process; its workers end with the process, or when another one is asked for."""
    if terms not in _kept:
        _leave()
        course = _course(terms)
        selection = course.select(terms.name)
        grader = Grader(
            course, selection.exercises, selection.week, terms.seed, terms.timeout, terms.isolation,
            is_partial=terms.is_partial, carries=terms.is_partial,
        )  # fmt: skip
        _kept[terms] = grader.__enter__()
    return _kept[terms]


def _course(terms: Terms) -> Course:
    if isinstance(terms.course, Course):
        return terms.course
    if terms.course.version != __version__:
        raise OtherCourse(terms.course.version)
    course = Course.bundled()
    if suite_sha256(course, course.select(terms.name).exercises) != terms.course.suite_sha256:
        raise OtherCourse(terms.course.version)
    return course


@atexit.register
def _leave() -> None:
    """Close what is kept."""
    while _kept:
        _terms, grader = _kept.popitem()
        grader.__exit__(None, None, None)


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
