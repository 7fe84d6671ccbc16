"""How long other graders take for the assignment of the benchmarks, beside this one.

    python benchmarks/peers.py [--count 20] [--folder FOLDER] [--write]

Each peer is installed in an environment of its own below FOLDER, gets the same twelve functions, 36 checks and class,
and must give every student the points that this grader gives. All run on one core, with one thread. `--write` puts the
table into docs/peers.md. Takes about a minute for each student. While it runs it says how much of a batch's time was
spent on the processor: where that is far below 85 %, other programs had the core, and the figures are worth nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from peers import nbgrader_side, otter_side
from peers.dlgrade_side import CLASS, DlgradeSide
from peers.environment import Side, present
from peers.form import VARIANTS, Assignment
from peers.nbgrader_side import NbgraderSide
from peers.otter_side import OtterSide
from peers.pytest_side import PytestSide
from submissions import assignment, written

ROOT = Path(__file__).resolve().parent.parent

HEAD = """# Beside other graders

Made by `python benchmarks/peers.py --write`: seconds a submission on one of {cores} cores, with one thread, Python
{python}, nbgrader {nbgrader}, otter-grader {otter}, pytest {pytest}, torch {torch}, numpy {numpy}. All got the same
class of {count}: twelve functions, each wrong with probability 1/4, and 36 checks of a point each, on the same inputs.
`torch` asks torch in the tests, `stored` compares with what it answered once, kept in a file. Every grader gave every
student the same points.

*One at a time* is a command for each submission, the median; *in a batch* is one command for all, its start included.
In a batch, otter-grader is a process that calls `otter.api.grade_submission` for each, since `otter grade` wants
Docker, and plain pytest is a process for each submission all the same. This grader runs at the level `standard` and
asks torch anew; its batch is of {class_size}, in which the {count} come again and again, and each after the first takes
{warm:.3f} s.

| grader | tests | one at a time, s | in a batch, s | in a batch, to ours | bar |
|---|---|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Row:
    """Seconds a submission; `bar` is how many times ours it must be."""

    grader: str
    variant: str
    one: float | None
    batch: float
    bar: int | None = None

    def text(self, ours: float) -> str:
        one = "–" if self.one is None else f"{self.one:.2f}"
        bar = "–" if self.bar is None else f"≥ {self.bar}"
        return f"| {self.grader} | {self.variant} | {one} | {self.batch:.3f} | {self.batch / ours:.1f} | {bar} |\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dlgrade-peers")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    folder = options.folder.resolve()
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    topic = assignment().topics()[0]
    handed_in = {path.parent.name: path for path in written(topic, options.count, work / "handed_in")}
    nbgrader, otter = nbgrader_side.environment(folder), otter_side.environment(folder)
    cores = os.cpu_count()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    own = DlgradeSide(present(work), handed_in, work / "dlgrade")
    own.batch()
    expected = dict(own.points())
    rows = [measured("dlgrade", "torch", own, expected)]
    for variant in VARIANTS:
        homework = Assignment(topic, variant, handed_in)
        must_be_plausible(expected, homework)
        by_nbgrader = NbgraderSide(nbgrader, homework, work / variant / "nbgrader")
        rows.append(measured("nbgrader autograde", variant, by_nbgrader, expected, bar=100))
        rows.append(Row("nbgrader generate_feedback", variant, None, by_nbgrader.feedback() / options.count))
        by_otter = OtterSide(otter, homework, work / variant / "otter")
        rows.append(measured("otter-grader", variant, by_otter, expected, bar=100))
        by_pytest = PytestSide(present(work), homework, work / variant / "pytest")
        rows.append(measured("plain pytest", variant, by_pytest, expected, bar=60 if variant == "torch" else None))
    page = HEAD.format(
        cores=cores,
        python=platform.python_version(),
        nbgrader=nbgrader_side.VERSION,
        otter=otter_side.VERSION,
        **{package: version(package) for package in ("pytest", "torch", "numpy")},
        count=options.count,
        class_size=CLASS,
        warm=own.warm,
    ) + "".join(row.text(rows[0].batch) for row in rows)
    print(page)
    if options.write:
        (ROOT / "docs" / "peers.md").write_text(page, encoding="utf-8")


def must_be_plausible(points: dict[str, int], homework: Assignment) -> None:
    """Every function that is not the solution's costs a check at least; it may cost those that call it some as well."""
    right = homework.cells(homework.topic.solution_path)
    full = sum(len(exercise.cases) for exercise in homework.topic.exercises)
    for student, path in homework.handed_in.items():
        wrong = sum(source != right[name] for name, source in homework.cells(path).items())
        lost = full - points[student]
        if lost < wrong or (lost and not wrong):
            raise SystemExit(f"{student} has {wrong} wrong functions and lost {lost} points")


def measured(grader: str, variant: str, side: Side, expected: dict[str, int], bar: int | None = None) -> Row:
    """One at a time, then in a batch; ends the program where a student gets other points than expected."""
    students = list(expected)
    # What is read for the first time does not count.
    side.one(students[0])
    one = statistics.median(side.one(student) for student in students)
    must_agree(grader, side.points(), expected)
    before = processor_seconds()
    took = side.batch()
    share = (processor_seconds() - before) / took
    must_agree(grader, side.points(), expected)
    print(f"{grader}, {variant}: {share:.0%} of the batch's time on the processor", file=sys.stderr)
    return Row(grader, variant, one, took / len(students), bar)


def processor_seconds() -> float:
    """What the commands so far computed: where it is far below their time, another program had the core."""
    times = os.times()
    return times.children_user + times.children_system


def must_agree(grader: str, points: dict[str, int], expected: dict[str, int]) -> None:
    if points != expected:
        others = {name: (points.get(name), of) for name, of in expected.items() if points.get(name) != of}
        raise SystemExit(f"{grader} gives other points than expected: {others}")


if __name__ == "__main__":
    main()
