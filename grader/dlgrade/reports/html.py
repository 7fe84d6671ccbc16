"""The student's page: one file that needs no network and no script, for screens, paper and ears.

Nothing of a submission is markup (`page`). Only formulas and pictures are, and both are made anew from what a list
allows (`formula`, `inline_svg`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dlgrade.messages import _, tell
from dlgrade.records import Report, TopicResult, Verdict
from dlgrade.reports.formula import formula
from dlgrade.reports.inline_svg import inline_svg
from dlgrade.reports.page import fill, markup
from dlgrade.reports.prose import NOT_TRIED, by_fault, counts, fault_of_all_cases, verdict_words
from dlgrade.text import sanitize

MARKS = {Verdict.PASSED: "✓", Verdict.GRADER_FAULT: "!", **dict.fromkeys(NOT_TRIED, "○")}


@dataclass(frozen=True)
class About:
    """What a report does not hold of an exercise: what it asks, its formula in LaTeX, the next of its hints.

    `step` of `steps` is that hint's place on its ladder.
    """

    summary: str = ""
    formula: str = ""
    hint: str = ""
    step: int = 0
    steps: int = 0


def render(report: Report, about: Mapping[str, About] | None = None, pictures: Mapping[str, str] | None = None) -> str:
    """The page of one submission.

    Args:
        about: by the name of an exercise; what is not there is left out.
        pictures: SVG by the name of an exercise; what is no picture is left out.
    """
    drawn = {name: inline_svg(svg, f"picture{place}-") for place, (name, svg) in enumerate((pictures or {}).items())}
    own = {
        "tell": tell, "counts": counts, "mark": _mark, "bar": _bar, "share": _share, "by_fault": by_fault,
        "fault": fault_of_all_cases, "NOT_TRIED": NOT_TRIED, "formula": lambda latex: markup(formula(latex)),
    }  # fmt: skip
    return fill(
        "student.html.j2",
        own,
        style="page.css",
        report=report,
        about=about or {},
        nothing=About(),
        pictures={name: markup(svg) for name, svg in drawn.items() if svg},
        who=sanitize(report.submission_id, 120) or "–",
        words=verdict_words(),
        Verdict=Verdict,
        facts=list(_facts(report)),
        faults=[e.name for e in report.exercises() if e.verdict is Verdict.GRADER_FAULT],
    )


def _mark(verdict: Verdict) -> str:
    """A sign for those who see; the word beside it says the same."""
    return MARKS.get(verdict, "✗")


def _bar(share: float) -> Any:
    """A bar as a picture, which is printed where backgrounds are not; full only when nothing is missing."""
    filled = 100 if share >= 1 else min(98, max(0, round(share * 100)))
    return markup(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rest" width="100" height="1"/><rect class="done" width="{filled}" height="1"/></svg>'
    )


def _share(topic: TopicResult) -> float:
    """How much of a topic is there; where it is bonus alone, all or nothing."""
    if topic.max_score:
        return topic.score / topic.max_score
    return float(all(e.verdict is Verdict.PASSED for e in topic.exercises))


def _facts(report: Report) -> Iterable[tuple[str, str]]:
    """What graded it, so that the grading can be repeated."""
    known = report.environment
    for key, title in (("dlgrade", "dlgrade"), ("python", "Python"), ("numpy", "NumPy"), ("torch", "PyTorch")):
        if key in known:
            yield title, str(known[key])
    if "seed" in known:
        yield _("seed"), str(known["seed"])
    if level := known.get("isolation", {}).get("level"):
        yield _("isolation"), str(level)
    yield _("submission"), report.sha256[:12]
