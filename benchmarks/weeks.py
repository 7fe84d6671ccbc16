"""How long a week takes, as whole processes and case by case, as ratios to week 3.

    python benchmarks/weeks.py [--runs 5] [--write]

A whole process is what a student waits for: the solutions of each week are graded in turn with the import of torch,
pytest and numpy, which no run can do without and which is no longer for more cases: what week 3 takes beside it is
scaled by the number of cases. A warm one is what a class waits for: the suites are loaded and the references made, the
submission's process is ready, and the cases of all weeks are asked in turn. `--write` puts both into docs/weeks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass

from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.judge.question import Questions
from dlgrade.submission import Submission, read
from dlgrade.suite.lazy import load_torch
from start_up import ROOT, seconds

FLOOR = [sys.executable, "-c", "import torch, pytest, numpy"]
STANDARD_WEEK = 3
BAR = 1.5

HEAD = """# How long a week takes

Made by `python benchmarks/weeks.py --write`: medians of {runs} runs, Python {python}, {cores} cores. The whole process
is `dlgrade weekN solutions`, nothing kept from an earlier one; importing torch, pytest and numpy alone, just before it,
takes {floor:.2f} s of it. Its ratio is to this import and to what week {standard} takes beside it, scaled by the number
of cases. A case is asked warm: suites loaded, references made, the submission's process ready; its answer is from the
question to the answer, and what the submission itself computes, a training run even, is in it.

| week | exercises | cases | process, s | to week {standard}, scaled | bar | a case, ms | its answer, ms |
|---:|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Warm:
    """Milliseconds a case, and how many of them until its answer was there."""

    total: float
    own: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    course = Course.in_clone(ROOT)
    floor, whole = whole_processes(course, options.runs)
    warm = warm_cases(course, options.runs)
    page = HEAD.format(
        runs=options.runs, python=platform.python_version(), cores=os.cpu_count(), floor=floor, standard=STANDARD_WEEK
    )
    cases = {week: sum(len(e.cases) for e in course.exercises(week)) for week in course.weeks()}
    for week, count in cases.items():
        scaled = floor + (whole[STANDARD_WEEK] - floor) * count / cases[STANDARD_WEEK]
        page += (
            f"| {week} | {len(course.exercises(week))} | {count} | {whole[week]:.2f} | {whole[week] / scaled:.2f} "
            f"| ≤ {BAR} | {warm[week].total:.2f} | {warm[week].own:.2f} |\n"
        )
    print(page)
    if options.write:
        (ROOT / "docs" / "weeks.md").write_text(page, encoding="utf-8")


def whole_processes(course: Course, runs: int) -> tuple[float, dict[int, float]]:
    """Seconds of the imports alone, and of each week.

    A week is the imports and what its process took beside those that ran just before it, so that a machine that grows
    slower in the meantime slows both.
    """
    floors: list[float] = []
    beside: dict[int, list[float]] = {week: [] for week in course.weeks()}
    for _ in range(runs):
        for week, times in beside.items():
            floors.append(seconds(FLOOR))
            times.append(seconds([FLOOR[0], "-m", "dlgrade", f"week{week}", "solutions", "-q"]) - floors[-1])
    floor = statistics.median(floors)
    return floor, {week: floor + statistics.median(times) for week, times in beside.items()}


def warm_cases(course: Course, runs: int) -> dict[int, Warm]:
    load_torch().set_num_threads(1)
    questions, solutions = Questions(), read(course.solutions_dir)
    taken: dict[int, list[Warm]] = {week: [] for week in course.weeks()}
    for run in range(runs + 1):
        for week, times in taken.items():
            warm = one_week(course, solutions, week, questions)
            if run:
                times.append(warm)
    return {
        week: Warm(statistics.median(w.total for w in times), statistics.median(w.own for w in times))
        for week, times in taken.items()
    }


def one_week(course: Course, solutions: Submission, week: int, questions: Questions) -> Warm:
    exercises = course.exercises(week)
    with Grader(course, exercises, questions=questions) as grader, grader.session(solutions) as session:
        first = exercises[0]
        session.run_case(first, first.cases[0])
        start = time.perf_counter()
        results = [session.run_case(e, case) for e in exercises for case in e.cases]
        took = time.perf_counter() - start
        own = sum(e.duration_s for e in session.report().exercises())
    return Warm(1000 * took / len(results), 1000 * own / len(results))


if __name__ == "__main__":
    main()
