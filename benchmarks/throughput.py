"""What a class takes for each submission: against a floor and plain pytest, two processes against one, memory.

    python benchmarks/throughput.py [--count 200] [--write]

A quarter of all functions are wrong, each by one of its misconceptions. Each part runs in a process of its own, on one
core but where two are measured. `--write` puts the tables into docs/throughput.md.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")

import submissions
from dlgrade.batch import Terms, grade_all, grade_one, task_of
from dlgrade.course import Course, Topic
from dlgrade.executors import local
from dlgrade.suite import reference
from floor import Floor, packed

ROOT = Path(__file__).resolve().parent.parent
WEEK = "week3"
PYTEST_RUNS, IN_TURN, MANY = 5, 10, 1000
MB = 2**20

HEAD = """# How much

Made by `python benchmarks/throughput.py --write`: {count} submissions in which a quarter of the functions are wrong,
each by one of its misconceptions; isolation `standard`; Python {python}, {cores} cores. The assignment is twelve
functions with three checks each; its floor, `benchmarks/floor.py`, forks a worker for each submission, sends all calls
in one frame, and compares by `numpy.allclose`: no laws, no limits, no diagnosis, no report.

| | seconds each | against | seconds each | ratio | bar |
|---|---:|---|---:|---:|---:|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options.count)))
        return
    own, floor = part("floor", options.count)
    right, right_floor = part("floor_right", options.count)
    week, plain = part("pytest", options.count)
    one, two = part("jobs", options.count)
    page = HEAD.format(count=options.count, python=platform.python_version(), cores=os.cpu_count())
    page += f"| the assignment, one core | {own:.4f} | its floor | {floor:.4f} | {own / floor:.2f} | ≤ 2 |\n"
    page += (
        f"| the same, nothing wrong | {right:.4f} | its floor | {right_floor:.4f} | {right / right_floor:.2f} | – |\n"
        f"| week 3, one core | {week:.3f} | plain pytest | {plain:.2f} | {plain / week:.1f} | ≥ 15 |\n"
        f"| week 3, two processes | {two:.3f} | one process | {one:.3f} | {one / two:.2f} | ≥ 1.8 |\n"
    )
    memory = part("memory", options.count)
    page += (
        f"\n| memory and references | | bar |\n|---|---:|---:|\n"
        f"| the grader after {options.count} submissions, MB | {memory['early']:.0f} | |\n"
        f"| after {MANY} | {memory['late']:.0f} | ≤ 450, and no more than before |\n"
        f"| private to a worker, MB | {memory['worker']:.0f} | ≤ 60 |\n"
        f"| references asked for {options.count // 4} submissions | {memory['few']} | |\n"
        f"| for {options.count}, in which the same mistakes occur | {memory['many']} | no more |\n"
    )
    print(page)
    if options.write:
        (ROOT / "docs" / "throughput.md").write_text(page, encoding="utf-8")


def part(name: str, count: int) -> Any:
    """What a part found out, in a process of its own."""
    command = [sys.executable, __file__, "--part", name, "--count", str(count)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def against_floor(count: int, share_wrong: float = submissions.SHARE_WRONG) -> tuple[float, float]:
    """Seconds for each submission of the assignment: ours, and the floor's. They take turns."""
    os.sched_setaffinity(0, {0})
    floor = Floor()
    course = submissions.assignment()
    topic = course.topics()[0]
    terms = Terms(course, topic.name, isolation="standard")
    calls = [e.make_call(case, terms.seed) for e in topic.exercises for case in e.cases]
    names = [e.name for e in topic.exercises for _ in e.cases]
    frame = packed(v for n, c in zip(names, calls, strict=True) for v in ([n, len(c.args)], c.kwargs, *c.args))
    own_times, floor_times = [], []
    with written(topic, count, share_wrong) as paths:
        grade_one(task_of(paths[0]), terms)
        expected = [reference.expect(e, e.make_call(case, terms.seed)) for e in topic.exercises for case in e.cases]
        for start in range(0, count, IN_TURN):
            some = paths[start : start + IN_TURN]
            floor_times.append(seconds(lambda some=some: [floor.grade(path, frame, expected) for path in some]))
            own_times.append(seconds(lambda some=some: [grade_one(task_of(path), terms) for path in some]))
    floor.close()
    return statistics.median(own_times) / IN_TURN, statistics.median(floor_times) / IN_TURN


def against_pytest(count: int) -> tuple[float, float]:
    """Seconds for each submission of a whole week: ours, and plain pytest's."""
    os.sched_setaffinity(0, {0})
    terms = Terms(Course.in_clone(ROOT), WEEK, isolation="standard")
    with week_of(count) as paths:
        grade_one(task_of(paths[0]), terms)
        times = [seconds(functools.partial(subprocess.run, **plain_pytest(path))) for path in paths[:PYTEST_RUNS]]
        own = seconds(lambda: [grade_one(task_of(path), terms) for path in paths])
    return own / count, statistics.median(times)


def plain_pytest(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(ROOT)]
    environment = {
        **os.environ, "PYTHONPATH": f"{path}:{ROOT / 'grader'}", "WEEK": WEEK.removeprefix("week"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }  # fmt: skip
    return {
        "args": [*command, str(ROOT / "benchmarks" / "plain_pytest.py")],
        "env": environment,
        "capture_output": True,
    }


def two_jobs(count: int) -> tuple[float, float]:
    """Seconds for each submission with one process and with two, when all are warm."""
    terms = Terms(Course.in_clone(ROOT), WEEK, isolation="standard")
    with week_of(count) as paths:
        found = []
        for jobs in (1, 2):
            begin = 0.0
            with local(jobs) as graders:
                for number, _ in enumerate(grade_all(map(task_of, paths), terms, graders), start=1):
                    if number == IN_TURN:
                        begin = time.perf_counter()
            found.append((time.perf_counter() - begin) / (count - IN_TURN))
    return found[0], found[1]


def memory(count: int) -> dict[str, float]:
    """What the grader and a worker hold, and how many references were asked."""
    course = submissions.assignment()
    topic = course.topics()[0]
    terms = Terms(course, topic.name, isolation="standard")
    asked, expect = [0], reference.expect

    def counted(*arguments: Any) -> Any:
        asked[0] += 1
        return expect(*arguments)

    reference.expect = counted
    found: dict[str, float] = {}
    few = count // 4
    with written(topic, few) as paths:
        for number in range(MANY):
            grade_one(task_of(paths[number % few]), terms)
            if number + 1 in (few, count):
                found["few" if number + 1 == few else "many"] = asked[0]
            if number + 1 == count:
                found["early"] = resident()
    return {**found, "late": resident(), "worker": private_of_a_worker(terms, topic)}


def resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def private_of_a_worker(terms: Terms, topic: Topic) -> float:
    """Megabytes that only a worker holds, when it has answered all questions."""
    from dlgrade.grader import Grader
    from dlgrade.submission import read

    grader = Grader(terms.course, topic.exercises, isolation="standard")
    with grader, grader.session(read(topic.solution_path)) as session:
        for exercise in topic.exercises:
            for case in exercise.cases:
                session.run_case(exercise, case)
        sizes = [private(pid) for pid in below(os.getpid())]
    # The server holds NumPy as its own; a worker shares that with it.
    return min(sizes)


def private(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def below(pid: int) -> list[int]:
    own = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [*own, *(inner for child in own for inner in below(child))]


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


@contextmanager
def written(topic: Topic, count: int, share_wrong: float = submissions.SHARE_WRONG) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        yield submissions.written(topic, count, Path(folder), share_wrong)


@contextmanager
def week_of(count: int) -> Iterator[list[Path]]:
    """A folder for each submission, with a file for each topic of the week."""
    with tempfile.TemporaryDirectory() as folder:
        topics = Course.in_clone(ROOT).topics(int(WEEK.removeprefix("week")))
        files = [submissions.written(topic, count, Path(folder)) for topic in topics]
        yield [path.parent for path in files[0]]


PARTS: dict[str, Callable[[int], Any]] = {
    "floor": against_floor,
    "floor_right": lambda count: against_floor(count, 0.0),
    "pytest": against_pytest,
    "jobs": two_jobs,
    "memory": memory,
}


if __name__ == "__main__":
    main()
