"""A report as Gradescope's `results.json`: a test for each exercise.

The form is that of Gradescope's autograder specifications: points and texts, with a `visibility` for each. Texts are
marked as plain, so that nothing of a submission is shown as HTML or Markdown.
"""

from __future__ import annotations

import json
from enum import StrEnum, auto
from typing import Any

from dlgrade.messages import Message, _
from dlgrade.points import DIGITS
from dlgrade.records import ExerciseResult, Report, Verdict
from dlgrade.reports.prose import explain, verdict_words

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
# A failing exercise has no more to say than fits a page or two.
MAX_OUTPUT = 10_000


class Shown(StrEnum):
    """How Gradescope shows a text: not as HTML, Markdown or colours."""

    TEXT = auto()


def render(report: Report, *, visibility: str = "visible", note: Message | None = None) -> str:
    """The results of one submission; bonus counts on top, as Gradescope's tests without a maximum do.

    `visibility` is when students see them, one of `VISIBILITIES`; `note` is told above them.
    """
    faults = [e.name for e in report.exercises() if e.verdict is Verdict.GRADER_FAULT]
    head = [note.translated()] if note else []
    if faults:
        head.append(_("These could not be judged, which costs nothing: {names}.", names=", ".join(faults)))
    results: dict[str, Any] = {
        "score": round(report.score + report.bonus, DIGITS),
        "execution_time": round(sum(e.duration_s for e in report.exercises()), 3),
        **_texts(visibility, "\n".join(head)),
        "tests": [_test(e, visibility) for e in report.exercises()],
        "extra_data": {"submission": {"id": report.submission_id, "sha256": report.sha256}, **report.environment},
    }
    return json.dumps(results, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def render_problem(why: Message, *, visibility: str = "visible") -> str:
    """The results where there is no report: no points, and why."""
    results = {"score": 0.0, **_texts(visibility, why.translated()), "tests": []}
    return json.dumps(results, indent=1, ensure_ascii=True) + "\n"


def _texts(visibility: str, output: str) -> dict[str, str]:
    """What is said above the tests; standard output is the instructor's alone."""
    return {
        "output": output,
        "output_format": Shown.TEXT,
        "test_output_format": Shown.TEXT,
        "test_name_format": Shown.TEXT,
        "visibility": visibility,
        "stdout_visibility": "hidden",
    }


def _test(result: ExerciseResult, visibility: str) -> dict[str, Any]:
    output = "\n".join([verdict_words()[result.verdict], *explain(result)])
    return {
        "name": _("{name} (bonus)", name=result.name) if result.bonus else result.name,
        "score": round(result.score, DIGITS),
        "max_score": 0.0 if result.bonus else round(result.max_score, DIGITS),
        "status": "passed" if result.verdict is Verdict.PASSED else "failed",
        "output": output if len(output) <= MAX_OUTPUT else output[: MAX_OUTPUT - 1] + "…",
        "visibility": visibility,
        "extra_data": {"verdict": str(result.verdict)},
    }
