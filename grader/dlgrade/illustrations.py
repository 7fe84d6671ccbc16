"""The pictures of a report: each exercise whose numbers are wrong, drawn over what they should be."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from dlgrade.errors import DlgradeError
from dlgrade.grader import Grader
from dlgrade.plots import render
from dlgrade.plots.canvas import PlotsMissing
from dlgrade.plots.drawing import Drawing
from dlgrade.portray import portray
from dlgrade.records import Report, Verdict
from dlgrade.session import Session
from dlgrade.submission import Submission
from dlgrade.suite.exercise import Exercise

# A page that is sent by mail stays small: some maps have 200 kB.
MOST, MOST_CHARACTERS = 24, 2_000_000


def illustrations(grader: Grader, submission: Submission, report: Report) -> dict[str, str]:
    """SVG by the name of an exercise, where a picture shows that it fails; none where matplotlib is not installed.

    Raises `farside.WallTooLow` and `launch.WorkerUnavailable` as grading does.
    """
    failed = [e.name for e in report.exercises() if e.verdict is Verdict.FAILED]
    wanted = [e for e in grader.exercises if e.name in failed]
    found: dict[str, str] = {}
    if not wanted:
        return found
    with grader.session(submission, wanted) as session:
        for drawing in _telling(session, wanted):
            try:
                svg = render.svg(drawing, drawing.name)
            except PlotsMissing:
                break
            if len(svg) + sum(map(len, found.values())) <= MOST_CHARACTERS:
                found[drawing.name] = svg
            if len(found) == MOST:
                break
    return found


def _telling(session: Session, exercises: Iterable[Exercise]) -> Iterator[Drawing]:
    """The drawings that show what is wrong: those on which an answer parts from the reference."""
    for exercise in exercises:
        with contextlib.suppress(DlgradeError):
            drawing = portray(session, exercise)
            if drawing.got is not None and drawing.parts:
                yield drawing
