"""The student's page: one file that needs no network and no script, for screens, paper and ears.

Nothing of a submission is markup: whatever the template prints is sanitized and escaped on its way, and the page's
policy forbids every script, every address and every style but its own. Only formulas and pictures are markup, and
both are made anew from what a list allows (`formula`, `inline_svg`).
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgrade.messages import _, language, tell
from dlgrade.points import number
from dlgrade.records import ExerciseResult, Report, TopicResult, Verdict
from dlgrade.reports.formula import formula
from dlgrade.reports.inline_svg import inline_svg
from dlgrade.reports.prose import fault_of_all_cases, percent
from dlgrade.reports.terminal import NOT_TRIED, verdict_words
from dlgrade.text import sanitize

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
# A sentence or an array that is longer tells no more.
MAX_TEXT = 2000
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
    style = _style()
    drawn = {name: inline_svg(svg, f"picture{place}-") for place, (name, svg) in enumerate((pictures or {}).items())}
    return _environment().get_template("student.html.j2").render(
        report=report,
        about=about or {},
        nothing=About(),
        pictures={name: _markup(svg) for name, svg in drawn.items() if svg},
        language=language(),
        policy=policy(style),
        style=_markup(style),
        who=sanitize(report.submission_id, 120) or "–",
        words=verdict_words(),
        Verdict=Verdict,
        facts=list(_facts(report)),
        faults=[e.name for e in report.exercises() if e.verdict is Verdict.GRADER_FAULT],
    )  # fmt: skip


def policy(style: str) -> str:
    """The Content-Security-Policy of a page with this style and no script: it may load nothing at all."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@functools.cache
def _style() -> str:
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_safe,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    # Not gettext's own extension: sentences in a template are filled as all others are, by `{name}`.
    environment.globals |= {
        "_": _, "tell": tell, "prose": _prose, "number": _number, "percent": percent, "counts": _counts, "mark": _mark,
        "bar": _bar, "share": _share, "by_fault": _blocks, "fault": fault_of_all_cases, "NOT_TRIED": NOT_TRIED,
        "formula": lambda latex: _markup(formula(latex)),
    }  # fmt: skip
    return environment


def _safe(value: Any) -> Any:
    """What the template prints; jinja2 escapes it after this, unless it is markup of ours."""
    if hasattr(value, "__html__"):
        return value
    return sanitize(str(value), MAX_TEXT, lines=True)


def _prose(text: str) -> Any:
    """A sentence in which `code` stands between backticks."""
    from markupsafe import escape

    return _markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(_safe(text)))))


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _number(value: float) -> str:
    """Points for a person: two digits behind the point are enough."""
    return number(value, 2)


def _mark(verdict: Verdict) -> str:
    """A sign for those who see; the word beside it says the same."""
    return MARKS.get(verdict, "✗")


def _bar(share: float) -> Any:
    """A bar as a picture, which is printed where backgrounds are not; full only when nothing is missing."""
    filled = 100 if share >= 1 else min(98, max(0, round(share * 100)))
    return _markup(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rest" width="100" height="1"/><rect class="done" width="{filled}" height="1"/></svg>'
    )


def _share(topic: TopicResult) -> float:
    """How much of a topic is there; where it is bonus alone, all or nothing."""
    if topic.max_score:
        return topic.score / topic.max_score
    return float(all(e.verdict is Verdict.PASSED for e in topic.exercises))


def _counts(results: Iterable[ExerciseResult]) -> str:
    """How many stand where: `3 passed, 1 failed`."""
    words = verdict_words()
    found = Counter(result.verdict for result in results)
    return ", ".join(f"{found[verdict]} {words[verdict]}" for verdict in Verdict if found[verdict])


def _blocks(topic: TopicResult) -> list[list[ExerciseResult]]:
    """The exercises of a topic; those that one fault of a file costs stand together."""
    blocks: dict[str, list[ExerciseResult]] = {}
    for result in topic.exercises:
        fault = None if result.verdict in (*NOT_TRIED, Verdict.PASSED) else fault_of_all_cases(result)
        blocks.setdefault(f"{result.verdict} {fault}" if fault else result.name, []).append(result)
    return list(blocks.values())


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
