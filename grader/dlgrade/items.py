"""Suites as pytest sees them: a file holds exercises, an exercise holds cases, a case is an item.

`run` runs them for one session after the other; `pytest grader/suites -k softmax --submission PATH` makes one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlgrade.course import WEEK_FOLDER
from dlgrade.records import CaseResult, Verdict
from dlgrade.suite.exercise import Case, Exercise

if TYPE_CHECKING:
    from dlgrade.course import Course
    from dlgrade.session import Session


class CaseNotPassed(Exception):
    """A case has another verdict than `passed`."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(f"{result.verdict}: {result.message or ''}")
        self.result = result


class CaseItem(pytest.Item):
    """One case of one exercise, run for the session that the plugin holds at that time."""

    def __init__(self, *, plugin: SuitePlugin, exercise: Exercise, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plugin, self.exercise, self.case = plugin, exercise, case

    def runtest(self) -> None:
        assert self.plugin.grading is not None
        result = self.plugin.grading.run_case(self.exercise, self.case)
        if result.verdict is not Verdict.PASSED:
            raise CaseNotPassed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseNotPassed):
            return f"{self.exercise.name}: {self.case.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.exercise.name}: {self.case.name}"


class ExerciseNode(pytest.Collector):
    """The cases of one exercise."""

    def __init__(self, *, plugin: SuitePlugin, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plugin, self.exercise = plugin, exercise

    def collect(self) -> Iterator[CaseItem]:
        for case in self.exercise.cases:
            yield CaseItem.from_parent(self, name=case.name, plugin=self.plugin, exercise=self.exercise, case=case)


class SuiteFile(pytest.File):
    """The exercises of one topic that are graded."""

    def __init__(self, *, plugin: SuitePlugin, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plugin = plugin

    def collect(self) -> Iterator[ExerciseNode]:
        for exercise in self.plugin.exercises:
            if self.plugin.course.topic_of(exercise).suite_path == self.path:
                yield ExerciseNode.from_parent(self, name=exercise.name, plugin=self.plugin, exercise=exercise)


class SuitePlugin:
    """Collects the suites of some exercises, and runs their items for the session that is `grading`."""

    def __init__(self, course: Course, exercises: tuple[Exercise, ...], grading: Session | None = None) -> None:
        self.course, self.exercises, self.grading = course, exercises, grading

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Run a case and report it once: it has nothing to set up, and there are thousands of them."""
        if not isinstance(item, CaseItem):
            return None
        hook, nodeid, location = item.ihook, item.nodeid, item.location
        hook.pytest_runtest_logstart(nodeid=nodeid, location=location)
        call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=(KeyboardInterrupt, pytest.exit.Exception))
        problem = str(item.repr_failure(call.excinfo)) if call.excinfo else None
        report = pytest.TestReport(
            nodeid, location, {}, "failed" if problem else "passed", problem, "call",
            duration=call.duration, start=call.start, stop=call.stop,
        )  # fmt: skip
        hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=nodeid, location=location)
        return True

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> SuiteFile | None:
        if file_path.suffix == ".py" and WEEK_FOLDER.fullmatch(file_path.parent.name):
            return SuiteFile.from_parent(parent, path=file_path, plugin=self)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--submission", type=Path, help="the submission that the suites grade (default: the stubs)")


def pytest_configure(config: pytest.Config) -> None:
    """Open a session of the whole course for a plain pytest run."""
    from dlgrade.course import Course
    from dlgrade.grader import Grader
    from dlgrade.submission import read

    course, all_open = Course.bundled(), contextlib.ExitStack()
    config.add_cleanup(all_open.close)
    submission = read(config.getoption("--submission") or course.exercises_dir)
    grader = all_open.enter_context(Grader(course, course.exercises()))
    session = all_open.enter_context(grader.session(submission))
    config.pluginmanager.register(SuitePlugin(course, course.exercises(), session), "dlgrade-suites")
