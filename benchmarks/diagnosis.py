"""How many wrong solutions are told what is wrong with them, and how often what they are told is true.

    python benchmarks/diagnosis.py [--mutants 300] [--draw 0] [--jobs 2] [--write] [--show]

Mechanical mutants of the solutions (see docs/mutants.md) are drawn from all topics alike; those that some case notices
are graded. What is told of one is held against other inputs: every case is asked with other seeds, and the very
sentence, figures included, has to hold there as well. `--write` puts the tables into docs/diagnosis.md. Exits with 1
below the bar.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import functools
import multiprocessing
import os
import platform
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dlgrade.author.mutants import Mutant, mutants, needed
from dlgrade.author.mutate import CALL_SECONDS, TooLong, bound_memory, in_time, load
from dlgrade.course import Course, Topic
from dlgrade.judge.diagnose import diagnose, holds
from dlgrade.judge.question import Asked, Questions, watch
from dlgrade.records import Diagnosis
from dlgrade.session import DEFAULT_SEED
from dlgrade.suite.exercise import Exercise

ROOT = Path(__file__).resolve().parent.parent
BAR_PERCENT = 60.0
FRESH_SEEDS = (1_000_001, 1_000_002, 1_000_003)
SILENT_SECONDS = 600.0


@dataclass(frozen=True)
class Told:
    """What one mutant was told: an id and a sentence, empty where nothing was, and whether it held on other inputs."""

    exercise: str
    change: str
    id: str
    sentence: str
    is_true: bool
    raised: bool = False
    failed: str = ""

    @property
    def kind(self) -> str:
        if not self.id:
            return "nothing"
        room = self.id.partition("/")[0]
        return room if room in ("law", "relation") else "misconception"


def asked_of(exercise: Exercise, function: Callable[..., Any], questions: Questions, seed: int) -> list[Asked]:
    """Every case asked, up to one that does not come back."""
    asked = []
    for case in exercise.cases:
        question = questions.of(exercise, case, seed)
        try:
            run = functools.partial(watch, function, question.call)
            outcome = in_time(run, max(CALL_SECONDS, exercise.seconds or 0.0))
        except TooLong:
            break
        asked.append(Asked(question, outcome, question.fault_of(outcome)))
    return asked


def graded(exercise: Exercise, mutant: Mutant, original: str, questions: Questions) -> Told | None:
    """What a mutant is told; None where every case passes, or where none comes back to be judged."""
    try:
        function = load(mutant.source, exercise.name)
    except Exception:
        return None
    asked = asked_of(exercise, function, questions, DEFAULT_SEED)
    if not any(a.fault for a in asked):
        return None
    found = diagnose(exercise, asked)
    is_true = found is not None and is_true_on_other_inputs(exercise, function, found, questions)
    first = next(a for a in asked if a.fault)
    failed = next((f"{a.case.name}: {a.fault.message}" for a in asked if a.fault), "")
    change = difflib.unified_diff(original.splitlines(), mutant.source.splitlines(), n=0, lineterm="")
    lines = [line for line in change if not line.startswith(("---", "+++", "@@"))]
    text = str(found.message) if found else ""
    return Told(
        exercise.name,
        "\n".join(lines),
        found.id if found else "",
        text,
        is_true,
        first.outcome.error is not None,
        failed,
    )


def is_true_on_other_inputs(
    exercise: Exercise, function: Callable[..., Any], found: Diagnosis, questions: Questions
) -> bool:
    """Whether what was told holds wherever the mutant fails on inputs of other seeds."""
    for seed in FRESH_SEEDS:
        asked = asked_of(exercise, function, questions, seed)
        if any(a.fault for a in asked) and not holds(exercise, asked, found):
            return False
    return True


def draw(topic: Topic, quota: int, number: int) -> Iterator[Told]:
    """What `quota` wrong mutants of a topic are told, drawn from all of them."""
    tree = ast.parse(topic.solution_path.read_text(encoding="utf-8"))
    names = {e.name for e in topic.exercises}
    made = [(e, m) for e in topic.exercises for m in mutants(tree, needed(tree, e.name, names - {e.name}))]
    random.Random(f"{number} {topic.name}").shuffle(made)
    original = ast.unparse(tree)
    questions = Questions()
    for exercise, mutant in made:
        if quota and (told := graded(exercise, mutant, original, questions)):
            quota -= 1
            yield told


def in_a_process(topic: Topic, quota: int, number: int) -> list[Told]:
    """The same in a process of its own, which bounds what a mutant may do."""
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)

    def run(answers: Connection) -> None:
        bound_memory()
        os.nice(10)
        sys.path.insert(0, str(topic.course.solutions_dir))
        signal.signal(signal.SIGALRM, _stop)
        for told in draw(topic, quota, number):
            answers.send(told)

    process = multiprocessing.get_context("fork").Process(target=run, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    found: list[Told] = []
    try:
        while len(found) < quota and ours.poll(SILENT_SECONDS):
            found.append(ours.recv())
    except EOFError:
        print(f"{topic.name}: {len(found)} of {quota}", file=sys.stderr)
    process.kill()
    process.join()
    return found


def _stop(*_: Any) -> None:
    raise TooLong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--topics", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="every mutant with what it was told")
    options = parser.parse_args()
    from dlgrade.suite.lazy import load_torch

    load_torch()
    topics = [t for t in Course.in_clone(ROOT).topics() if not options.topics or t.name in options.topics]
    each, more = divmod(options.mutants, len(topics))
    quotas = [each + (i < more) for i in range(len(topics))]
    with ThreadPoolExecutor(options.jobs) as pool:
        per_topic = list(pool.map(in_a_process, topics, quotas, [options.draw] * len(topics)))
    told = [one for found in per_topic for one in found]
    if options.show:
        for one in told:
            truth = "" if one.is_true or not one.id else " FALSE"
            print(f"── {one.exercise}: {one.id or 'NOTHING'}{truth}\n{one.change}\n  {one.failed}\n  {one.sentence}")
    page = markdown(told, options.draw)
    print(page)
    if options.write:
        (ROOT / "docs" / "diagnosis.md").write_text(page, encoding="utf-8")
    return 0 if share_true(told) >= BAR_PERCENT else 1


def share_true(told: Sequence[Told]) -> float:
    """The percentage that is told a misconception or a relation that is true of it."""
    return 100 * sum(t.is_true and t.kind in ("misconception", "relation") for t in told) / max(1, len(told))


def markdown(told: Sequence[Told], number: int) -> str:
    """The page of the docs."""
    lines = []
    for kind in ("misconception", "law", "relation", "nothing"):
        found = [t for t in told if t.kind == kind]
        false = sum(not t.is_true for t in found) if kind != "nothing" else 0
        lines.append(f"| {kind} | {len(found)} | {100 * len(found) / max(1, len(told)):.1f} % | {false} |")
    which = Counter(t.id for t in told if t.kind == "relation")
    wrong = Counter(t.id for t in told if t.kind == "relation" and not t.is_true)
    rows = [f"| `{name}` | {count} | {wrong[name]} |" for name, count in which.most_common()]
    return HEAD.format(
        count=len(told), number=number, exercises=len({t.exercise for t in told}), python=platform.python_version(),
        answering=sum(not t.raised for t in told), of_answers=share_true([t for t in told if not t.raised]),
        share=share_true(told), bar=BAR_PERCENT, rows="\n".join(lines), relations="\n".join(rows),
    )  # fmt: skip


HEAD = """# How often a mistake is told what it is

Made by `python benchmarks/diagnosis.py --write`, Python {python}: {count} mechanical mutants that some case notices
(draw {number}, spread evenly over all topics, {exercises} exercises) are graded. What each is told is held against
inputs of three other seeds, and counts as false if the very sentence does not hold there too.

A misconception or a relation that is true of them: {share:.1f} % (bar {bar:.0f} %). Without those whose first failing
case raised an exception, for which the relation is a next step by its kind: {of_answers:.1f} % of {answering}.

| told | mutants | share | of these false |
|---|---:|---:|---:|
{rows}

| relation | mutants | of these false |
|---|---:|---:|
{relations}
"""


if __name__ == "__main__":
    sys.exit(main())
