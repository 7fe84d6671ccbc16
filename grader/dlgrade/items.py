"""Suites as pytest sees them: a file holds exercises, an exercise holds cases, a case is an item.

`dlgrade` runs them with its own session; `pytest grader/suites -k softmax --submission PATH` makes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlgrade.course import WEEK_FOLDER
from dlgrade.records import CaseResult, Verdict
from dlgrade.suite.exercise import Case, Exercise

if TYPE_CHECKING:
    from dlgrade.session import Session


class CaseNotPassed(Exception):
    """A case has another verdict than `passed`."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(f"{result.verdict}: {result.message or ''}")
        self.result = result


class CaseItem(pytest.Item):
    """One case of one exercise."""

    def __init__(self, *, session_: Session, exercise: Exercise, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grading, self.exercise, self.case = session_, exercise, case

    def runtest(self) -> None:
        result = self.grading.run_case(self.exercise, self.case)
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

    def __init__(self, *, session_: Session, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grading, self.exercise = session_, exercise

    def collect(self) -> Iterator[CaseItem]:
        for case in self.exercise.cases:
            yield CaseItem.from_parent(self, name=case.name, session_=self.grading, exercise=self.exercise, case=case)


class SuiteFile(pytest.File):
    """The exercises of one topic that the session grades."""

    def __init__(self, *, session_: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grading = session_

    def collect(self) -> Iterator[ExerciseNode]:
        for exercise in self.grading.exercises:
            if self.grading.course.topic_of(exercise).suite_path == self.path:
                yield ExerciseNode.from_parent(self, name=exercise.name, session_=self.grading, exercise=exercise)


class SuitePlugin:
    """Collects suites for a session that is open already."""

    def __init__(self, session: Session) -> None:
        self.grading = session
        self.interrupted_by_user = False
        self.trouble = ""

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest ends a run whose collection failed with a subclass of KeyboardInterrupt.
        self.interrupted_by_user = excinfo.type is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a case and report it once: it has nothing to set up, and there are thousands of them."""
        if not isinstance(item, CaseItem):
            return None
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=(KeyboardInterrupt, pytest.exit.Exception))
        problem = str(item.repr_failure(call.excinfo)) if call.excinfo else None
        report = pytest.TestReport(
            item.nodeid, item.location, {}, "failed" if problem else "passed", problem, "call",
            duration=call.duration, start=call.start, stop=call.stop,
        )  # fmt: skip
        item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> SuiteFile | None:
        if file_path.suffix == ".py" and WEEK_FOLDER.fullmatch(file_path.parent.name):
            return SuiteFile.from_parent(parent, path=file_path, session_=self.grading)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--submission", type=Path, help="the submission that the suites grade (default: the stubs)")


def pytest_configure(config: pytest.Config) -> None:
    """Open a session of the whole course for a plain pytest run."""
    from dlgrade.course import Course
    from dlgrade.session import Session
    from dlgrade.submission import read

    course = Course.bundled()
    submission = read(config.getoption("--submission") or course.exercises_dir)
    session = Session(course, submission, course.exercises())
    session.__enter__()
    config.add_cleanup(lambda: session.__exit__(None, None, None))
    config.pluginmanager.register(SuitePlugin(session), "dlgrade-suites")
