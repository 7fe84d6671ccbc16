"""`dlgrade list`: what there is, and how far one is."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dlgrade.cli.completion import a_topic, any_name
from dlgrade.cli.printing import out, paint
from dlgrade.messages import _, tell
from dlgrade.records import Verdict
from dlgrade.reports.prose import verdict_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlgrade.course import Course
    from dlgrade.suite.exercise import Exercise

NOT_BEGUN = (Verdict.TODO, Verdict.MISSING)


@click.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=any_name)
@click.option("--week", "weeks", type=int, multiple=True, help="Of this week.")
@click.option("--topic", "topics", multiple=True, shell_complete=a_topic, help="Of this topic.")
@click.option(
    "--verdict", "verdicts", type=click.Choice([str(v) for v in Verdict]), multiple=True, help="With this verdict."
)
def list_command(
    names: tuple[str, ...], weeks: tuple[int, ...], topics: tuple[str, ...], verdicts: tuple[str, ...]
) -> None:
    """List weeks, topics and exercises; NAME is any of them.

    Options narrow it down; one that is given twice takes either. What was never graded counts as todo.
    """
    from dlgrade.course import Course
    from dlgrade.progress import Progress
    from dlgrade.workspace import find_workspace

    course = Course.bundled()
    chosen = {e.name for name in names for e in course.select(name).exercises}
    in_weeks = {e.name for week in weeks for e in course.select(f"week{week}").exercises}
    in_topics = {e.name for topic in topics for e in course.select(topic).exercises}
    workspace = find_workspace(Path.cwd())
    known = Progress.load(workspace).verdicts if workspace else {}
    exercises = [
        e
        for e in course.exercises()
        if (not names or e.name in chosen)
        and (not weeks or e.name in in_weeks)
        and (not topics or e.name in in_topics)
        and (not verdicts or known.get(e.name, Verdict.TODO) in verdicts)
    ]
    if not exercises:
        click.echo(_("There is no such exercise."), err=True)
        return
    out(_listing(course, exercises, known))


def _listing(course: Course, exercises: Sequence[Exercise], known: Mapping[str, str]) -> str:
    """A head for each topic, and a line for each exercise; where space is short the points are left out."""
    from dlgrade.cli.grading import terminal_width

    words = {str(verdict): word for verdict, word in verdict_words().items()}
    widest = max(len(e.name) for e in exercises)
    wide = widest + 2 + 6 + 2 + len(_("bonus")) + 2 + max(map(len, words.values())) <= terminal_width()
    lines = []
    for topic, rows in itertools.groupby(exercises, key=course.topic_of):
        head = "  ".join([f"week{topic.week}", topic.name, *([tell(topic.about.title)] if wide else [])])
        lines.append(paint(head, bold=True))
        for exercise in rows:
            verdict = known.get(exercise.name, "")
            cells = [f"  {exercise.name:<{widest}}"]
            if wide:
                bonus = _("bonus") if exercise.bonus else ""
                cells += [f"{exercise.points:4g}", f"{bonus:<{len(_('bonus'))}}"]
            cells.append(words.get(verdict, ""))
            line = "  ".join(cells).rstrip()
            lines.append(line if not verdict else _colored(line, words[verdict], verdict))
    return "\n".join(lines)


def _colored(line: str, word: str, verdict: str) -> str:
    if verdict == Verdict.PASSED:
        style = {"fg": "green"}
    elif verdict in NOT_BEGUN:
        return line
    else:
        style = {"fg": "red"}
    return line.removesuffix(word) + paint(word, **style)


COMMANDS = (list_command,)
