"""Suites tested by mutants: every mechanical mutant of a solution is graded, and should not pass.

Mutants are asked here, not behind the wall: they are ours. Each exercise's run in a process of their own, which is
ended where one does not come back; so that one counts as caught.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import functools
import multiprocessing
import signal
import sys
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from dlgrade.author.explore import differs, explore
from dlgrade.author.mutants import Mutant, mutants, needed
from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.judge.question import Questions, watch
from dlgrade.messages import say
from dlgrade.session import DEFAULT_SEED
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.lazy import load_torch
from dlgrade.worker.observe import Outcome

# A call of a mutant that takes longer hangs; a process that is silent for longer is lost.
CALL_SECONDS = 2.0
EXPLORING_SECONDS = 60.0
SILENT_SECONDS = 120.0
MAX_MEMORY = 4 * 2**30

CAUGHT, SURVIVED, EQUIVALENT = "caught", "survived", "equivalent"


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: caught by a case, equal to the solution as far as one can tell, or not caught."""

    exercise: str
    topic: str
    week: int
    line: int
    diff: str
    fate: str


class NeedsFork(DlgradeError):
    """Mutants are run in forked processes, which this system lacks."""

    def __init__(self) -> None:
        super().__init__(say("Mutants need processes that can be forked; run this on Linux or macOS."))


def mutate(course: Course, exercises: tuple[Exercise, ...], jobs: int = 1) -> Iterator[list[Fate]]:
    """The fates of all mutants of each exercise's solution, exercise by exercise. Raises `NeedsFork`."""
    if "fork" not in multiprocessing.get_all_start_methods():
        raise NeedsFork
    load_torch()
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda exercise: _fates(course, exercise), exercises)


def _fates(course: Course, exercise: Exercise) -> list[Fate]:
    path = course.topic_of(exercise).solution_path
    tree = ast.parse(path.read_text(encoding="utf-8"))
    others = {e.name for e in course.topic_of(exercise).exercises} - {exercise.name}
    made = list(mutants(tree, needed(tree, exercise.name, others)))
    original = ast.unparse(tree)
    found = _run_all(course, exercise, original, made)
    return [
        Fate(exercise.name, exercise.topic, exercise.week, mutant.line, _diff(original, mutant.source), fate)
        for mutant, fate in zip(made, found, strict=True)
    ]


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _run_all(course: Course, exercise: Exercise, original: str, made: list[Mutant]) -> list[str]:
    """The fate of each mutant, in order; a process that is lost is replaced, and its mutant counts as caught."""
    fates: list[str] = []
    context = multiprocessing.get_context("fork")
    while len(fates) < len(made):
        ours, theirs = context.Pipe(duplex=False)
        rest = [mutant.source for mutant in made[len(fates) :]]
        process = context.Process(target=_run_here, args=(course, exercise, original, rest, theirs), daemon=True)
        process.start()
        theirs.close()
        with contextlib.suppress(EOFError):
            while len(fates) < len(made) and ours.poll(SILENT_SECONDS):
                fate = ours.recv()
                if isinstance(fate, Exception):
                    raise fate
                fates.append(fate)
        if len(fates) < len(made):
            fates.append(CAUGHT)
        process.kill()
        process.join()
        ours.close()
    return fates


def _run_here(course: Course, exercise: Exercise, original: str, sources: list[str], answers: Connection) -> None:
    """Send the fate of each mutant, or the exception that kept us from telling it; what the process runs."""
    bound_memory()
    sys.path.insert(0, str(course.solutions_dir))
    signal.signal(signal.SIGALRM, _stop)
    explored: list[tuple[Call, Outcome]] = []
    questions = Questions()
    for source in sources:
        try:
            answers.send(_fate(exercise, original, source, questions, explored))
        except Exception as error:
            answers.send(error)


def _fate(
    exercise: Exercise, original: str, source: str, questions: Questions, explored: list[tuple[Call, Outcome]]
) -> str:
    try:
        function = load(source, exercise.name)
    except Exception:
        return CAUGHT
    if is_caught(exercise, function, questions):
        return CAUGHT
    if not explored:
        explored += explore(exercise, load(original, exercise.name))
    return SURVIVED if _differs_in_time(function, explored) else EQUIVALENT


class TooLong(BaseException):
    """A mutant did not come back; no `except Exception` of its own holds it up."""


def _stop(*_: Any) -> None:
    raise TooLong


def bound_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def load(source: str, name: str) -> Callable[..., Any]:
    module = types.ModuleType("mutant")
    exec(compile(source, "<mutant>", "exec"), vars(module))
    function: Callable[..., Any] = getattr(module, name)
    return function


def is_caught(exercise: Exercise, function: Callable[..., Any], questions: Questions) -> bool:
    """Whether any case fails."""
    seconds = max(CALL_SECONDS, exercise.seconds or 0.0)
    for case in exercise.cases:
        question = questions.of(exercise, case, DEFAULT_SEED)
        try:
            outcome = in_time(functools.partial(watch, function, question.call), seconds)
        except TooLong:
            return True
        if question.fault_of(outcome) is not None:
            return True
    return False


def _differs_in_time(function: Callable[..., Any], explored: list[tuple[Call, Outcome]]) -> bool:
    try:
        differing: bool = in_time(lambda: differs(function, explored), EXPLORING_SECONDS)
    except TooLong:
        return True
    return differing


def in_time(run: Callable[[], Any], seconds: float) -> Any:
    """What `run()` returns; raises `TooLong`."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
