"""One submission through the rooms: read it, ask its functions behind the wall, judge, score, report.

Each case is a pytest item; `items` makes them, and this room holds what they need.
"""

from __future__ import annotations

import contextlib
import functools
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any

from dlgrade import __version__
from dlgrade.course import Course
from dlgrade.errors import GraderFault
from dlgrade.examine import Examination
from dlgrade.fingerprint import suite_sha256
from dlgrade.harmless import is_harmless
from dlgrade.messages import say
from dlgrade.records import CaseResult, Report, TopicResult, Verdict
from dlgrade.rules import unfit
from dlgrade.score import topic_result
from dlgrade.submission import Definition, Submission, Unfit
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.source import source_of
from dlgrade.text import sanitize
from dlgrade.worker.host import Isolation, Worker, WorkerCrashed, WorkerTimeout, WorkerUnavailable
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import map_leaves
from dlgrade.worker.wire import Code

DEFAULT_SEED = 0
TIMEOUT_SECONDS = 5.0
_SETTLED = (Verdict.PASSED, Verdict.TODO, Verdict.GRADER_FAULT)


class SuitesNotRun(GraderFault):
    """pytest ended without running the cases."""

    def __init__(self, why: str) -> None:
        super().__init__(say("The suites could not be run: {why}.", why=why))


@dataclass
class Session:
    """A submission being graded. Use it in a `with` block: the worker ends with it."""

    course: Course
    submission: Submission
    exercises: tuple[Exercise, ...]
    week: int | None = None
    seed: int = DEFAULT_SEED
    timeout: float = TIMEOUT_SECONDS
    on_result: Callable[[CaseResult], None] = lambda result: None
    isolation: Isolation | None = None
    _worker: Worker | None = None
    _examinations: dict[str, Examination] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _found: dict[str, Definition] = field(default_factory=dict)
    _imported: dict[str, Unfit | None] = field(default_factory=dict)

    def __enter__(self) -> Session:
        for exercise in self.exercises:
            reason = self._locate(exercise)
            self._examinations[exercise.name] = Examination(exercise, self.seed, self.ask, reason)
        if self._found:
            # The worker gets ready while the suites are collected.
            self._start_worker()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker is not None:
            self._worker.close()

    def _locate(self, exercise: Exercise) -> Unfit | None:
        found = self.submission.find(exercise.name, exercise.topic)
        if isinstance(found, Unfit):
            return found
        reason = unfit(self.submission, found, exercise.bans)
        if reason is None:
            self._found[exercise.name] = found
        return reason

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _start_worker(self) -> Worker:
        self._worker = Worker(self.submission.sources())
        self._worker.start()
        return self._worker

    def run_case(self, exercise: Exercise, case: Case) -> CaseResult:
        """Grade one case: what a pytest item does."""
        examination = self._examinations[exercise.name]
        if examination.unfit is None and not examination.results:
            examination.unfit = self._import_fault(exercise)
        was_asked = examination.unfit is None
        result = examination.run(case)
        if was_asked and result.verdict not in _SETTLED and self._asked - {exercise.name} and self._may_spoil:
            # Another function may have spoilt the process: what counts is the answer in a fresh one.
            self._end_worker()
            result = examination.run_again(case)
        self.on_result(result)
        return result

    @functools.cached_property
    def _may_spoil(self) -> bool:
        trees = [file.tree for file in self.submission.files if file.tree is not None]
        own = {file.module for file in self.submission.files}
        return not all(is_harmless(tree, own) for tree in trees)

    def _import_fault(self, exercise: Exercise) -> Unfit | None:
        """Why the file that holds the exercise cannot be imported, or None; asked once for each file."""
        module = self._found[exercise.name].file.module
        if module not in self._imported:
            self._imported[module] = self._try_import(module)
        return self._imported[module]

    def _try_import(self, module: str) -> Unfit | None:
        try:
            outcome = self._exchange({"do": "import", "module": module}, self.timeout)
        except WorkerTimeout:
            return Unfit(Verdict.TIMEOUT, say("its file did not finish importing in time"))
        except WorkerCrashed:
            return Unfit(Verdict.CRASHED, say("its file ended the process while it was imported"))
        if outcome.error is None:
            return None
        what = sanitize(f"{outcome.error.type_name}: {outcome.error.text}", 300)
        return Unfit(
            Verdict.ERROR,
            say("its file cannot be imported: {error} (line {line})", error=what, line=outcome.error.line),
        )

    def ask(self, exercise: Exercise, call: Call) -> Outcome:
        """Send a call over the wall. Raises `WorkerTimeout` and `WorkerCrashed`."""
        question = {
            "do": "call",
            "module": self._found[exercise.name].file.module,
            "function": exercise.name,
            "args": _codified(call.args),
            "kwargs": _codified(call.kwargs),
            "probe": _code(call.probe) if call.probe else None,
            "layout": call.layout,
            "echo": call.echo,
            "twice": call.twice,
        }
        if self._worker is None or not self._worker.alive:
            self._asked = set()
        self._asked.add(exercise.name)
        return self._exchange(question, max(self.timeout, exercise.seconds or 0.0))

    def _exchange(self, question: dict[str, Any], seconds: float) -> Outcome:
        worker = self._worker
        if worker is None or not worker.alive:
            if worker is not None:
                worker.close()
            worker = self._start_worker()
        try:
            self.isolation = worker.wait_until_ready()
        except WorkerUnavailable as error:
            raise GraderFault(say("{why}", why=str(error))) from error
        return worker.ask(question, seconds)

    def report(self) -> Report:
        """The report; call it while the session is open, since explaining a fault asks again."""
        topics: dict[str, list[Any]] = {}
        for exercise in self.exercises:
            topics.setdefault(exercise.topic, []).append(self._examinations[exercise.name].finish())
        rows: tuple[TopicResult, ...] = tuple(topic_result(name, results) for name, results in topics.items())
        own = self.submission
        return Report(own.id, own.path, own.sha256, self.week, rows, self._environment())

    def _environment(self) -> dict[str, Any]:
        isolation = self.isolation or Isolation("basic", (), (("process", "nothing was run"),))
        return {
            "dlgrade": __version__,
            "python": platform.python_version(),
            "numpy": _version("numpy"),
            "torch": _version("torch"),
            "platform": platform.platform(),
            "seed": self.seed,
            "suite_sha256": suite_sha256(self.course, self.exercises),
            "isolation": isolation.to_dict(),
        }


def grade(session: Session) -> Report:
    """Run the cases of an open session as pytest items, and report.

    Raises:
        SuitesNotRun: pytest itself failed.
    """
    import pytest

    from dlgrade.items import SuitePlugin

    topics = dict.fromkeys(session.course.topic_of(e).suite_path for e in session.exercises)
    arguments = [*(str(path) for path in topics), *_PYTEST_OPTIONS, f"--rootdir={session.course.suites_dir}"]
    plugin = SuitePlugin(session)
    with _quiet_pytest():
        code = int(pytest.main(arguments, plugins=[plugin]))
    if plugin.interrupted_by_user:
        raise KeyboardInterrupt
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SuitesNotRun(plugin.trouble or str(code))
    return session.report()


# Nothing of a submission's folder, nor of the user's pytest settings, has a say in how suites are run.
_UNUSED_PLUGINS = (
    "cacheprovider", "doctest", "faulthandler", "junitxml", "legacypath", "logging", "pastebin", "python", "setuponly",
    "setupplan", "stepwise", "terminal", "terminalprogress", "threadexception", "unittest", "unraisableexception",
    "warnings",
)  # fmt: skip
_PYTEST_OPTIONS = (
    "--noconftest",
    "--capture=no",
    "-c",
    str(Path(__file__).with_name("pytest.ini")),
    *(part for name in _UNUSED_PLUGINS for part in ("-p", f"no:{name}")),
)


@contextlib.contextmanager
def _quiet_pytest() -> Iterator[None]:
    """pytest without the plugins and options that the environment asks for."""
    before = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _codified(value: Any) -> Any:
    """`value` with functions replaced by their code, ready for the wall."""
    return map_leaves(value, lambda leaf: _code(leaf) if callable(leaf) else leaf)


def _code(function: Callable[..., Any]) -> Code:
    name = function.__name__ if function.__name__.isidentifier() else "function"
    return Code(name, source_of(function, name))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
