"""This grader, timed as the peers are: a process grades one submission or all of them, its start included.

    python -m peers.dlgrade_side RESULT SUBMISSION…

in the folder `benchmarks` grades the submissions and writes what came of it.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import time
from pathlib import Path

from dlgrade.batch import Terms, grade_all, task_of
from dlgrade.executors import here
from submissions import assignment

from peers.environment import Environment

BENCHMARKS = Path(__file__).resolve().parent.parent
# A class of this size, in which the students come again and again: the start is shared by all.
CLASS = 200


class DlgradeSide:
    def __init__(self, environment: Environment, handed_in: dict[str, Path], folder: Path) -> None:
        self.environment, self.folder, self.handed_in = environment, folder, handed_in
        self.passed: dict[str, int] = {}
        # Seconds of a submission after the first, in the process that graded last.
        self.warm = 0.0
        folder.mkdir(parents=True)

    def one(self, student: str) -> float:
        return self.ours([self.handed_in[student]])

    def batch(self) -> float:
        self.passed = {}
        paths = list(itertools.islice(itertools.cycle(self.handed_in.values()), CLASS))
        return len(self.handed_in) * self.ours(paths)

    def ours(self, paths: list[Path]) -> float:
        """Seconds a submission where one process grades all of `paths`."""
        result = self.folder / "result.json"
        command = [self.environment.python, "-m", "peers.dlgrade_side", result, *paths]
        took = self.environment.seconds(command, BENCHMARKS, PYTHONPATH=os.environ.get("PYTHONPATH", ""))
        graded = json.loads(result.read_text(encoding="utf-8"))
        self.passed |= graded["points"]
        self.warm = graded["warm"]
        return took / len(paths)

    def points(self) -> dict[str, int]:
        return self.passed


def main(result: Path, paths: list[Path]) -> None:
    course = assignment()
    points, taken = {}, []
    start = time.perf_counter()
    terms = Terms(course, course.topics()[0].name, isolation="standard")
    for graded in grade_all(map(task_of, paths), terms, here()):
        taken.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert graded.report is not None
        cases = [case for row in graded.report.exercises() for case in row.cases]
        points[Path(graded.id).parent.name] = sum(str(case.verdict) == "passed" for case in cases)
    result.write_text(json.dumps({"points": points, "warm": statistics.median(taken[1:] or taken)}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]])
