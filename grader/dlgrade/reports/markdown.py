"""A report, or a class, as GitHub's Markdown: for `$GITHUB_STEP_SUMMARY`, comments and wikis.

GitHub throws a summary of more than 1 MiB away as a whole, so that what would not fit is left out and said to be.
Nothing of a submission is markup: sentences have their punctuation written as HTML does, and what students wrote stands
in code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dlgrade.messages import Message, _, tell
from dlgrade.records import ExerciseResult, Report, TopicResult, Verdict
from dlgrade.reports.prose import NOT_TRIED, counts, fault_of_all_cases, number, percent, verdict_words
from dlgrade.standing import Standing
from dlgrade.text import sanitize

# 1 MiB, less what a heading of the workflow's own and the closing sentence take.
LIMIT = 2**20 - 4096

# Whatever means something to Markdown, to GitHub or to HTML. Letters, digits and the rest of a sentence stay.
_MARKUP = re.compile(r"[!\"#$&'*+\-:<=>@\[\\\]^_`{|}~]|\.(?=\w)|(?<=\d)[.)]")


def render(report: Report, *, limit: int = LIMIT) -> str:
    """A table of the topics, then what did not pass."""
    words = verdict_words()
    points = f"{number(report.score)}/{number(report.max_score)}"
    bonus = f" +{number(report.bonus)} {_('bonus')}" if report.bonus else ""
    head = [f"## {code(report.submission_id)} {percent(report.percent)} ({points}{bonus})", ""]
    head += [*_table([_("Topic"), _("Points"), _("Bonus"), ""], "lrrl", map(_topic_row, report.topics)), ""]
    blocks = [_block(e) for e in report.exercises() if e.verdict not in (*NOT_TRIED, Verdict.PASSED)]
    for verdict in NOT_TRIED:
        if names := [code(e.name) for e in report.exercises() if e.verdict is verdict]:
            blocks.append([f"**{words[verdict]} ({len(names)})**: {', '.join(names)}", ""])
    return _fitting(
        head, blocks, limit, lambda left: _("Left out for want of space: {count} of what did not pass.", count=left)
    )


def render_class(standings: Sequence[Standing], *, limit: int = LIMIT) -> str:
    """A table of the class, one row for each student; above it how many stand where, and what most did not pass."""
    graded = [standing for standing in standings if standing.was_handed_in and standing.problem is None]
    mean = sum(s.percent for s in graded) / len(graded) if graded else 0.0
    count = _("{graded} of {total} students graded, on average {percent}", graded=len(graded), total=len(standings),
              percent=percent(mean))  # fmt: skip
    head = [f"## {count}", ""]
    missed = Counter(
        e.name for s in graded for e in s.exercises if not e.bonus and e.verdict not in (None, str(Verdict.PASSED))
    )
    if missed:
        rows = ([code(name), str(times)] for name, times in missed.most_common(10))
        head += [*_table([_("Most often not passed"), _("Students")], "lr", rows), ""]
    head += _table([_("Student"), _("Name"), _("Points"), "%", _("Late"), _("Note")], "llrrll", [])
    blocks = [[_line(_student_row(standing))] for standing in standings]
    return _fitting(head, blocks, limit, lambda left: _("Left out for want of space: {count} students.", count=left))


def escape(text: str) -> str:
    """A sentence of which nothing is markup, on one line."""
    return _MARKUP.sub(_entity, sanitize(text, 2000))


def _entity(found: re.Match[str]) -> str:
    char = found[0]
    whole, place = found.string, found.start()
    parts = char == "@" or whole.startswith("://", place) or (char == "." and whole[:place].lower().endswith("www"))
    # A comment parts an address in two: nobody is written to, nobody is mentioned, and nothing becomes a link.
    return "".join(f"&#{ord(c)};" for c in char) + ("<!-- -->" if parts else "")


def code(text: str) -> str:
    """`text` as code within a line, where nothing is markup but backticks, and in a table the bar."""
    clean = sanitize(text, 2000) or "–"
    if "|" in clean or "`" in clean:
        return f"<code>{escape(clean)}</code>"
    return f"`{clean}`"


def _block_of_code(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Labelled texts as a block of code; what begins with a label cannot end the block."""
    return ["```", *(f"{label}: {sanitize(text, 2000)}" for label, text in rows), "```"]


def _topic_row(topic: TopicResult) -> list[str]:
    bonus = number(topic.bonus) if topic.bonus else ""
    return [code(topic.topic), f"{number(topic.score)}/{number(topic.max_score)}", bonus, counts(topic.exercises)]


def _student_row(standing: Standing) -> list[str]:
    notes: list[Message | str] = [standing.problem] if standing.problem else []
    if not standing.was_handed_in:
        notes.append(_("nothing handed in"))
    overridden = [e.name for e in standing.exercises if e.override]
    if overridden:
        notes.append(_("by hand: {names}", names=", ".join(overridden)))
    told = "; ".join(n.translated() if isinstance(n, Message) else n for n in notes)
    points = f"{number(standing.final)}/{number(standing.max_score)}"
    late = f"−{number(100 * standing.deduction)} %" if standing.deduction else _("late") if standing.is_late else ""
    # A cell of its own for id and name: both may look alike for two students, hardly together.
    return [code(standing.student.id), escape(standing.student.name), points, number(int(standing.percent * 10) / 10),
            late, escape(told)]  # fmt: skip


def _block(result: ExerciseResult) -> list[str]:
    """One exercise that did not pass: where it first failed, the call, and what it looks like."""
    points = f"{number(result.score)}/{number(result.max_score)}"
    lines = [f"### {code(result.name)} {verdict_words()[result.verdict]}, {points}", ""]
    if fault := fault_of_all_cases(result):
        lines += [escape(fault.translated()), ""]
    elif case := result.first_not_passed():
        told = f": {escape(case.message.translated())}" if case.message else ""
        lines += [f"{escape(tell(case.name))}{told}", ""]
    if found := result.counterexample:
        rows = [(_("call"), found.call), (_("got"), found.got), (_("expected"), found.expected)]
        lines += [*_block_of_code((label, text) for label, text in rows if text), ""]
    if result.diagnosis:
        lines += [f"→ {escape(result.diagnosis.message.translated())}", ""]
    return lines


def _table(titles: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> list[str]:
    marks = ["---:" if side == "r" else "---" for side in sides]
    return [_line(titles), _line(marks), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fitting(head: list[str], blocks: Sequence[list[str]], limit: int, rest: Callable[[int], str]) -> str:
    """As many blocks as fit, and a sentence on those that do not."""
    lines, size = list(head), sum(len(line.encode()) + 1 for line in head)
    for number_of, block in enumerate(blocks):
        size += sum(len(line.encode()) + 1 for line in block)
        if size > limit:
            return "\n".join([*lines, "", rest(len(blocks) - number_of)]) + "\n"
        lines += block
    return "\n".join(lines).rstrip("\n") + "\n"
