"""Suites collected by pytest once, apart from every setting that is not ours; their items run again and again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dlgrade.course import Course
from dlgrade.errors import GraderFault
from dlgrade.items import CaseItem, SuitePlugin
from dlgrade.messages import say
from dlgrade.records import Report
from dlgrade.session import Session
from dlgrade.suite.exercise import Exercise


class SuitesNotRun(GraderFault):
    """pytest ended without collecting the cases."""

    def __init__(self, why: str) -> None:
        super().__init__(say("The suites could not be run: {why}.", why=why))


class Suites:
    """The cases of some exercises as pytest items.

    Raises:
        SuitesNotRun: pytest itself failed.
    """

    def __init__(self, course: Course, exercises: Iterable[Exercise]) -> None:
        topics = dict.fromkeys(course.topic_of(e).suite_path for e in exercises)
        self._plugin = SuitePlugin(course, tuple(exercises))
        keeper = _Keeper()
        arguments = [*(str(path) for path in topics), *_PYTEST_OPTIONS, f"--rootdir={course.suites_dir}"]
        with _quiet_pytest():
            code = pytest.main(arguments, plugins=[self._plugin, keeper])
        if keeper.was_interrupted:
            raise KeyboardInterrupt
        if code != pytest.ExitCode.OK:
            raise SuitesNotRun(keeper.trouble or str(code))
        self._items = keeper.items

    def run(self, session: Session) -> Report:
        """Run the items of the exercises that an open session asks, and report."""
        asked = {exercise.name for exercise in session.exercises}
        self._plugin.grading = session
        try:
            for item in self._items:
                if item.exercise.name in asked:
                    self._plugin.pytest_runtest_protocol(item)
            return session.report()
        finally:
            self._plugin.grading = None


class _Keeper:
    """Keeps the items that pytest collected, for later than the run that collects them."""

    def __init__(self) -> None:
        self.items: list[CaseItem] = []
        self.trouble = ""
        self.was_interrupted = False

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest ends a run whose collection failed with a subclass of KeyboardInterrupt.
        self.was_interrupted = excinfo.type is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if isinstance(item, CaseItem)]
        return True


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
