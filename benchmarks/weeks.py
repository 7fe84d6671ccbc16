"""How long a case takes in each week, as a ratio to one of week 3.

    python benchmarks/weeks.py [--runs 5] [--write]

Each week's solutions are graded in a process of its own, in turn with the import of torch, pytest and numpy, which
no run can do without. What a run takes beyond that import is divided by its number of cases. `--write` puts the
table into docs/weeks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics

from dlgrade.course import Course
from start_up import FLOOR, ROOT, seconds

STANDARD_WEEK = 3
BAR = 1.5

HEAD = """# How long a week takes

Made by `python benchmarks/weeks.py --write`: whole processes that grade the solutions, medians of {runs} runs, Python
{python}, {cores} cores. Beyond the import of torch, pytest and numpy, {floor:.2f} s, which is the same for all.

| week | exercises | cases | seconds | beyond the import, ms a case | ratio to week {standard} | bar |
|---:|---:|---:|---:|---:|---:|---:|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    course = Course.in_clone(ROOT)
    taken: dict[int, list[float]] = {week: [] for week in course.weeks()}
    floors = []
    for _ in range(options.runs):
        for week, runs in taken.items():
            floors.append(seconds(FLOOR))
            runs.append(seconds([FLOOR[0], "-m", "dlgrade", f"week{week}", "solutions", "-q"]))
    floor = statistics.median(floors)
    cases = {week: sum(len(e.cases) for e in course.exercises(week)) for week in taken}
    each = {week: (statistics.median(runs) - floor) / cases[week] for week, runs in taken.items()}
    page = HEAD.format(
        runs=options.runs, python=platform.python_version(), cores=os.cpu_count(), floor=floor, standard=STANDARD_WEEK
    )
    for week, runs in taken.items():
        ratio = each[week] / each[STANDARD_WEEK]
        page += (
            f"| {week} | {len(course.exercises(week))} | {cases[week]} | {statistics.median(runs):.2f} "
            f"| {1000 * each[week]:.1f} | {ratio:.2f} | ≤ {BAR} |\n"
        )
    print(page)
    if options.write:
        (ROOT / "docs" / "weeks.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
