"""Whether the training runs of the capstone reach their bars whatever the seed.

    python benchmarks/capstone.py [--seeds 200] [--write]

The solutions are graded behind the wall, as a submission is, with one seed after the other: data, generator and
held-out data are others each time. `--write` puts the table into docs/capstone.md. Exits with 1 where a seed does not
pass.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlgrade.course import Course
from dlgrade.examine import Examination
from dlgrade.grader import Grader
from dlgrade.session import Session
from dlgrade.submission import read
from dlgrade.suite.exercise import Case, Exercise
from dlgrade.suite.inputs import Call
from dlgrade.worker.observe import Outcome

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("train_mlp", "train_cnn", "train_rnn")

HEAD = """# How surely the capstone is reached

Made by `python benchmarks/capstone.py --write`: the solutions graded behind the wall with the seeds 0 to {last}, Python
{python}, {cores} cores. A seed counts as passed where every case passes. Held-out accuracy is that of the training run
on data from a seed that no submission sees; the slowest run is the longest that one call of any case took.

| exercise | seeds passed | worst held-out accuracy | mean | bar | slowest run, s | limit, s |
|---|---:|---:|---:|---:|---:|---:|
"""


@dataclass
class Record:
    """What came of one exercise, seed by seed."""

    failed: dict[int, str] = field(default_factory=dict)
    accuracies: list[float] = field(default_factory=list)
    slowest: float = 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    course = Course.in_clone(ROOT)
    exercises = tuple(course.exercise(name) for name in NAMES)
    records = {name: Record() for name in NAMES}
    with Grader(course, exercises) as grader, grader.session(read(course.solutions_dir)) as session:
        for seed in range(options.seeds):
            for exercise in exercises:
                grade(session, exercise, seed, records[exercise.name])
    page = HEAD.format(last=options.seeds - 1, python=platform.python_version(), cores=os.cpu_count())
    for exercise in exercises:
        page += row(exercise, records[exercise.name], options.seeds)
    print(page)
    for name, record in records.items():
        for seed, what in record.failed.items():
            print(f"{name}, seed {seed}: {what}")
    if options.write:
        (ROOT / "docs" / "capstone.md").write_text(page, encoding="utf-8")
    return int(any(record.failed for record in records.values()))


def grade(session: Session, exercise: Exercise, seed: int, record: Record) -> None:
    """Ask every case of the exercise with this seed."""

    def ask(asked: Exercise, calls: Sequence[Call]) -> Iterator[Outcome]:
        for outcome in session.ask_all(asked, calls):
            record.slowest = max(record.slowest, outcome.seconds)
            yield outcome

    examination = Examination(exercise, seed, ask)
    for case in exercise.cases:
        result = examination.run(case)
        if str(result.verdict) != "passed":
            record.failed[seed] = f"{case.name}: {result.message}"
    for asked in examination.asked:
        if (check := held_out(asked.case)) and asked.outcome.error is None:
            _, y, _, rng = asked.call.args
            record.accuracies.append(check.accuracy(asked.outcome.result, y, rng))


def held_out(case: Case) -> Any:
    """The check of a case that judges by held-out data, if it has one."""
    return next((check for check in case.checks if hasattr(check, "accuracy")), None)


def row(exercise: Exercise, record: Record, seeds: int) -> str:
    bar = next(check.pass_mark for case in exercise.cases if (check := held_out(case)))
    mean = sum(record.accuracies) / len(record.accuracies)
    return (
        f"| `{exercise.name}` | {seeds - len(record.failed)} of {seeds} | {100 * min(record.accuracies):.1f} % "
        f"| {100 * mean:.1f} % | {100 * bar:.0f} % | {record.slowest:.2f} | {exercise.seconds:.0f} |\n"
    )


if __name__ == "__main__":
    sys.exit(main())
