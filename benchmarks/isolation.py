"""What the wall costs: a worker's start, and the grading of a week, at each level.

    python benchmarks/isolation.py [--runs 40] [--write]

The levels take turns, so that a machine that slows down slows all. `--write` puts the table into docs/isolation.md,
between its two marks.
"""

from __future__ import annotations

import argparse
import functools
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.judge.question import Questions
from dlgrade.submission import read
from dlgrade.suite.lazy import load_torch
from dlgrade.worker.host import Worker
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.starters import Starter, starter

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("none", "basic", "standard", "strong")
WEEK = 3
BEGIN, END = "<!-- made by benchmarks/isolation.py -->", "<!-- end -->"

HEAD = """Medians of {runs} runs that take turns, Python {python}, {cores} cores. A worker is
forked from a process that was there before. A week is week {week} of the
solutions, asked of a worker that is ready, references made. The bars are for `standard` against `none`.

| level | a worker's start, ms | more than none | bar | a week, s | to none | bar |
|---|---:|---:|---:|---:|---:|---:|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    starts = in_turns(start, options.runs)
    load_torch().set_num_threads(1)
    course, questions = Course.in_clone(ROOT), Questions()
    weeks = in_turns(lambda level: week(course, questions, level), options.runs // 2)
    page = HEAD.format(runs=options.runs, python=platform.python_version(), cores=os.cpu_count(), week=WEEK)
    for level in LEVELS:
        is_held = level == "standard"
        page += (
            f"| {level} | {1000 * starts[level]:.1f} | {1000 * (starts[level] - starts['none']):+.1f} "
            f"| {'≤ 10' if is_held else ''} | {weeks[level]:.3f} | {weeks[level] / weeks['none']:.2f} "
            f"| {'≤ 1.05' if is_held else ''} |\n"
        )
    print(page)
    if options.write:
        put_between(ROOT / "docs" / "isolation.md", page)


def in_turns(measure: Callable[[str], float], runs: int) -> dict[str, float]:
    """The median of each level; the first round, in which files are read for the first time, does not count."""
    taken: dict[str, list[float]] = {level: [] for level in LEVELS}
    for run in range(runs + 1):
        for level, times in taken.items():
            took = measure(level)
            if run:
                times.append(took)
    return {level: statistics.median(times) for level, times in taken.items()}


@functools.cache
def warm(level: str) -> Starter:
    """What starts workers at this level; it ends with this process."""
    return starter(CHOICES[level])


def start(level: str) -> float:
    """Seconds until a worker is ready, where others were before."""
    begin = time.perf_counter()
    with Worker({}, warm(level)) as worker:
        worker.wait_until_ready()
        return time.perf_counter() - begin


def week(course: Course, questions: Questions, level: str) -> float:
    """Seconds in which the cases of a week are asked and judged."""
    exercises = course.exercises(WEEK)
    grader = Grader(course, exercises, isolation=level, questions=questions)
    with grader, grader.session(read(course.solutions_dir)) as session:
        session.run_case(exercises[0], exercises[0].cases[0])
        begin = time.perf_counter()
        for exercise in exercises:
            for case in exercise.cases:
                session.run_case(exercise, case)
        return time.perf_counter() - begin


def put_between(path: Path, table: str) -> None:
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{table}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
