"""An attempt graded again, as its run did it: the seed of a class is secret, and yet every verdict can be shown."""

from __future__ import annotations

from dlgrade.course import Course
from dlgrade.gradebook.book import Gradebook
from dlgrade.gradebook.schema import Run
from dlgrade.gradebook.view import report_of
from dlgrade.grader import Grader
from dlgrade.records import Report
from dlgrade.submission import of_pieces


def replay(book: Gradebook, course: Course, run: Run, submission_id: str) -> tuple[Report, list[str]]:
    """Grade an attempt again with the seed and the settings of its run.

    Returns:
        The report, and the names of the exercises that have another verdict than the gradebook tells.

    Raises:
        UnknownSubmission: there is no such attempt.
    """
    before = report_of(book, run, submission_id)
    selection = course.select(run.assignment)
    name, path = (before.submission_id, before.path) if before else (submission_id, "")
    submission = of_pieces(book.files(submission_id), name, path)
    told = run.settings
    with Grader(
        course, selection.exercises, selection.week, run.seed, told["timeout"], told["isolation"],
        is_partial=told.get("partial", False), carries=told.get("partial", False),
    ) as grader:  # fmt: skip
        again = grader.grade(submission)
    known = {e.name: [c.verdict for c in e.cases] for e in before.exercises()} if before else {}
    return again, [e.name for e in again.exercises() if known.get(e.name) != [c.verdict for c in e.cases]]
