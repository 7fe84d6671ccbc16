"""What runs on Gradescope: one submission graded, its results in place from the first exercise on.

Exercises are graded one by one, and the results so far are written after each: where the time is up, what was graded
counts. Standard output and error are the instructor's there, so that a fault of ours ends with its traceback, and the
results that `run_autograder` wrote before stay.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dlgrade.course import WEEK_FOLDER, Course, Selection
from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.grader import Grader
from dlgrade.messages import Message, say, use_language
from dlgrade.records import ExerciseResult, Report, Verdict
from dlgrade.reports import gradescope
from dlgrade.reports.reveal import reveal
from dlgrade.score import topic_result
from dlgrade.submission import Submission, read
from dlgrade.wanted import ARCHIVES

# What a report calls the submission: who made it is Gradescope's to know.
NAME = "submission"


class SolutionsFail(GraderFault):
    """The course does not work where it is to grade."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(say("The solutions of these do not pass here: {names}.", names=", ".join(names)))


@dataclass(frozen=True)
class Settings:
    """How submissions are graded; `settings.json` beside the scripts holds it.

    Args:
        name: a week, a topic or an exercise.
        timeout: seconds that one call may take.
        limit: seconds that all of it may take.
    """

    name: str
    timeout: float = 5.0
    limit: float = 480.0
    reveal: str = "full"
    visibility: str = "visible"
    language: str = "en"

    @classmethod
    def load(cls, root: Path) -> Settings:
        return cls(**json.loads((root / "source" / "settings.json").read_text(encoding="utf-8")))


def root_folder() -> Path:
    return Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))


def grade() -> None:
    """Grade `submission` below the root into `results/results.json`.

    A submission that cannot be read gets a result that says so; a fault of ours is raised.
    """
    started = time.monotonic()
    root = root_folder()
    settings = Settings.load(root)
    use_language(settings.language)
    results = root / "results" / "results.json"
    course = Course.bundled()
    selection = course.select(settings.name)
    try:
        submission = _read(root / "submission")
    except DlgradeError as error:
        _put(results, gradescope.render_problem(error.message, visibility=settings.visibility))
        return
    done: dict[str, Report] = {}
    with _grader(course, selection, settings) as grader:
        for exercise in selection.exercises:
            if time.monotonic() - started > settings.limit:
                break
            done[exercise.name] = grader.grade(submission, [exercise])
            so_far = reveal(_together(selection, done), settings.reveal)
            note = _not_reached(selection, done)
            _put(results, gradescope.render(so_far, visibility=settings.visibility, note=note))


def warm_up() -> None:
    """Grade the solutions once, so that the answers of the references are kept.

    Raises:
        SolutionsFail: one of them does not pass.
    """
    settings = Settings.load(root_folder())
    course = Course.bundled()
    selection = course.select(settings.name)
    with _grader(course, selection, settings) as grader:
        report = grader.grade(read(course.solutions_dir, "solutions"))
    if failed := [e.name for e in report.exercises() if e.verdict is not Verdict.PASSED]:
        raise SolutionsFail(failed)


def _grader(course: Course, selection: Selection, settings: Settings) -> Grader:
    return Grader(
        course, selection.exercises, selection.week, timeout=settings.timeout, keeps_references=True
    )  # fmt: skip


def _read(folder: Path) -> Submission:
    """The submission in the folder that Gradescope made: a zip comes unpacked there, another archive as it is."""
    inside = _entries(folder)
    while len(inside) == 1 and inside[0].is_dir() and not WEEK_FOLDER.fullmatch(inside[0].name):
        folder, inside = inside[0], _entries(inside[0])
    is_archive = len(inside) == 1 and inside[0].name.lower().endswith(ARCHIVES)
    return read(inside[0] if is_archive else folder, NAME)


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder but for hidden files and links, which are not followed."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX")) and not path.is_symlink()]


def _together(selection: Selection, done: dict[str, Report]) -> Report:
    """One report of those of single exercises; what was not reached is a timeout, worth its points."""
    topics: dict[str, list[ExerciseResult]] = {}
    for exercise in selection.exercises:
        if exercise.name in done:
            result = next(done[exercise.name].exercises())
        else:
            result = ExerciseResult(
                exercise.name, Verdict.TIMEOUT, 0.0, exercise.points, exercise.bonus, cases=()
            )  # fmt: skip
        topics.setdefault(exercise.topic, []).append(result)
    last = list(done.values())[-1]
    return replace(last, topics=tuple(topic_result(name, results) for name, results in topics.items()))


def _not_reached(selection: Selection, done: dict[str, Report]) -> Message | None:
    left = [e.name for e in selection.exercises if e.name not in done]
    return say("The time was up before these were reached: {names}.", names=", ".join(left)) if left else None


def _put(path: Path, text: str) -> None:
    """Replace the results at once: there is never half a file."""
    new = path.with_name("results.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)
