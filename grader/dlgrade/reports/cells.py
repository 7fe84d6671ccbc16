"""What a notebook's own pages say of it: Markdown cells for the top of a notebook and for below its cells.

Notebooks are shown by Jupyter, VS Code, Colab and GitHub. Nothing of a submission is markup to any of them, nor a
formula: Jupyter looks for those in what was rendered, so that a dollar and a backslash stand in elements of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dlgrade.messages import Message, _, tell
from dlgrade.records import ExerciseResult, Report, TopicResult, Verdict
from dlgrade.reports.html import MARKS, About
from dlgrade.reports.markdown import code, escape
from dlgrade.reports.prose import NOT_TRIED, counts, fault_of_all_cases, number, percent, verdict_words
from dlgrade.text import sanitize

BAR_WIDTH = 20
_BACKTICKS = re.compile(r"`([^`\n]+)`")
_ALONE = re.compile(r"&#(?:36|92);")


def summary(report: Report, elsewhere: Sequence[ExerciseResult] = ()) -> str:
    """The score, a bar for each topic, and what there is no cell for."""
    points = _points(report.score, report.max_score)
    bonus = f", +{number(report.bonus)} {_('bonus')}" if report.bonus else ""
    lines = [f"## {percent(report.percent)} ({points}{bonus})", ""]
    titles = [_("Topic"), "", _("Points"), ""]
    lines += [f"| {' | '.join(titles)} |", "| --- | --- | ---: | --- |", *map(_row, report.topics)]
    words = verdict_words()
    for verdict in NOT_TRIED:
        if names := [code(e.name) for e in report.exercises() if e.verdict is verdict]:
            lines += ["", f"**{words[verdict]} ({len(names)})** {', '.join(names)}"]
    for result in elsewhere:
        lines += ["", *exercise(result).split("\n")]
    return "\n".join(lines)


def exercise(result: ExerciseResult, about: About | None = None) -> str:
    """What came of an exercise: the verdict, where it first failed, a call that shows it, what is wrong, a hint."""
    head = f"{MARKS.get(result.verdict, '✗')} **{code(result.name)}** {verdict_words()[result.verdict]}"
    parts = [f"{head}, {_points(result.score, result.max_score)}{' ' + _('bonus') if result.bonus else ''}"]
    if fault := fault_of_all_cases(result):
        parts.append(prose(fault))
    elif case := result.first_not_passed():
        told = f": {prose(case.message)}" if case.message else ""
        parts.append(f"*{prose(tell(case.name)) or '–'}*{told}")
    if found := result.counterexample:
        rows = [(_("call"), found.call), (_("got"), found.got), (_("expected"), found.expected)]
        parts.append("\n".join(_block((label, text) for label, text in rows if text)))
    if result.diagnosis:
        parts.append(f"→ {prose(result.diagnosis.message)}")
    if about and about.hint and result.verdict is not Verdict.PASSED:
        title = _("Hint {step} of {steps}", step=about.step, steps=about.steps) if about.steps > 1 else _("Hint")
        parts.append(f"**{title}** {prose(tell(about.hint))}")
    return "\n\n".join(parts)


def prose(text: Message | str) -> str:
    """A sentence in which what stands in backticks is code, and nothing else is markup."""
    whole = text.translated() if isinstance(text, Message) else text
    parts = _BACKTICKS.split(sanitize(whole, 2000))
    return "".join(code(part) if index % 2 else plain(part) for index, part in enumerate(parts))


def plain(text: str) -> str:
    """Text of which nothing is markup, and nothing a formula."""
    # `escape` strips, and the blanks around a piece of code belong to the sentence.
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return before + _ALONE.sub(r"<code>\g<0></code>", escape(text)) + after


def _row(topic: TopicResult) -> str:
    bonus = f", +{number(topic.bonus)} {_('bonus')}" if topic.bonus else ""
    points = _points(topic.score, topic.max_score)
    return f"| {code(topic.topic)} | {_bar(topic)} | {points} | {counts(topic.exercises)}{bonus} |"


def _bar(topic: TopicResult) -> str:
    """Full only when nothing is missing."""
    passed = all(e.verdict is Verdict.PASSED for e in topic.exercises)
    share = topic.score / topic.max_score if topic.max_score else float(passed)
    filled = BAR_WIDTH if share >= 1 else min(BAR_WIDTH - 1, round(share * BAR_WIDTH))
    return f"{'█' * filled}{'░' * (BAR_WIDTH - filled)}"


def _block(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Labelled texts as code; what begins with a label cannot end the block."""
    found = list(rows)
    widest = max(len(label) for label, _text in found)
    return ["```text", *(f"{label:<{widest}}  {sanitize(text, 2000)}" for label, text in found), "```"]


def _points(score: float, max_score: float) -> str:
    return f"{number(score)}/{number(max_score)}"
