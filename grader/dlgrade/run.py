"""Runs the cases of a session under pytest, apart from every setting that is not ours."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from dlgrade.errors import GraderFault
from dlgrade.messages import say
from dlgrade.records import Report
from dlgrade.session import Session


class SuitesNotRun(GraderFault):
    """pytest ended without running the cases."""

    def __init__(self, why: str) -> None:
        super().__init__(say("The suites could not be run: {why}.", why=why))


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
