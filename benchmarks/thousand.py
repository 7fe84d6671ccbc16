"""A class of a thousand from a platform's zip to a gradebook, killed on the way and not, on each database.

    python benchmarks/thousand.py [--count 1000] [--write]

The homework is that of tests/a_class.py. One run is left alone; another is killed with SIGKILL at random moments and
resumed, and must end as the first did, row by row; a third keeps its gradebook in a PostgreSQL of its own, where that
is installed. The measure of both is the same files graded without a gradebook, and some by plain pytest
(plain_pytest.py), one whole session each. Exits with 1 if a gradebook differs, or the table or the worksheet made of
it. `--write` puts the figures into docs/classes.md, between its two marks.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import functools
import io
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import a_class  # noqa: E402 (found by the line above)
import postgres  # noqa: E402
from dlgrade.batch import Task, Terms, grade_all  # noqa: E402
from dlgrade.course import Course  # noqa: E402
from dlgrade.errors import DlgradeError  # noqa: E402
from dlgrade.executors import local  # noqa: E402
from dlgrade.handed_in import HandedIn  # noqa: E402
from dlgrade.taking_in import pieces_of, take_in  # noqa: E402
from gradebooks import results_of, rows_of  # noqa: E402
from throughput import PYTEST_RUNS, plain_pytest, seconds, week_of  # noqa: E402

BEGIN, END = "<!-- made by benchmarks/thousand.py -->", "<!-- end of thousand -->"
WEEK, SEED, KILLS = 3, 7, 5
SAMPLE_SECONDS = 0.5


@dataclass
class Run:
    """A whole run: seconds, and the resident memory of the process that writes, as it went on, in MB."""

    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)

    def after(self, share: float) -> float:
        """The memory when this share of the time was over."""
        return self.memory[int(share * (len(self.memory) - 1))]


def batch(archive: Path, folder: Path, sheet: Path, jobs: int, *more: str) -> subprocess.Popen[bytes]:
    words = ["batch", archive, "--week", str(WEEK), "--out", folder, "--roster", sheet, "--seed", str(SEED)]
    words += ["--timeout", "1", "--jobs", str(jobs), *more]
    return subprocess.Popen([sys.executable, "-m", "dlgrade", *words], cwd=ROOT, stdout=subprocess.DEVNULL)


def undisturbed(archive: Path, folder: Path, sheet: Path, jobs: int, *more: str) -> Run:
    run, start = Run(), time.perf_counter()
    process = batch(archive, folder, sheet, jobs, *more)
    watcher = threading.Thread(target=_watch, args=(process, run.memory))
    watcher.start()
    code = process.wait()
    watcher.join()
    run.seconds = time.perf_counter() - start
    assert code == 0, f"exit code {code}"
    return run


def _watch(process: subprocess.Popen[bytes], memory: list[float]) -> None:
    while process.poll() is None:
        try:
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            return
        memory.append(pages * os.sysconf("SC_PAGESIZE") / 2**20)
        time.sleep(SAMPLE_SECONDS)


def killed(archive: Path, folder: Path, sheet: Path, jobs: int, count: int) -> None:
    """Kill a run at random moments, and let it end."""
    drawn = random.Random()
    for moment in sorted(drawn.sample(range(count - 1), KILLS)):
        process = batch(archive, folder, sheet, jobs, "--resume")
        while results_of(folder) <= moment and process.poll() is None:
            time.sleep(0.01)
        time.sleep(drawn.random() / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        print(f"killed at {results_of(folder)} of {count}", file=sys.stderr)
    assert batch(archive, folder, sheet, jobs, "--resume").wait() == 0


def exported(folder: Path, sheet: Path, *more: str) -> tuple[bytes, bytes]:
    """The table of the class, and the worksheet with its grades."""
    place = ["--out", folder, *more]
    return tuple(
        subprocess.run(
            [sys.executable, "-m", "dlgrade", "export", *words, *place], cwd=ROOT, check=True, capture_output=True
        ).stdout
        for words in (["csv"], ["moodle", "--into", str(sheet)])
    )  # type: ignore[return-value]


def without_gradebook(archive: Path, jobs: int) -> float:
    """Seconds that grading alone takes: the same tasks by the same processes."""
    taken, start = take_in(archive), time.perf_counter()
    terms = Terms(Course.in_clone(ROOT), f"week{WEEK}", SEED, 1.0)
    tasks = (Task(one.label, one.student.id, "", tuple(pieces)) for one, pieces in _readable(taken.handed_in))
    with local(jobs, terms.longest()) as graders:
        for _ in grade_all(tasks, terms, graders):
            pass
    return time.perf_counter() - start


def _readable(handed_in: Iterable[HandedIn]) -> Iterator[tuple[HandedIn, list[tuple[str, bytes | None]]]]:
    for one in handed_in:
        with contextlib.suppress(DlgradeError):
            if pieces := pieces_of(one):
                yield one, pieces


def by_plain_pytest() -> float:
    """Seconds for one submission, the median of some."""
    with week_of(PYTEST_RUNS) as paths:
        return statistics.median(seconds(functools.partial(subprocess.run, **plain_pytest(path))) for path in paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    course = Course.in_clone(ROOT)
    topics = [topic for topic in course.topics() if topic.week == WEEK]
    students = list(a_class.members(topics, options.count))
    with tempfile.TemporaryDirectory() as place:
        archive, sheet = Path(place, "class.zip"), Path(place, "worksheet.csv")
        a_class.moodle_zip(archive, students)
        sheet.write_bytes(a_class.worksheet(students))
        lines, differs = compared(Path(place), archive, sheet, options)
    text = "\n".join(lines)
    print(text)
    if options.write:
        page = ROOT / "docs" / "classes.md"
        old = page.read_text(encoding="utf-8")
        new = old[: old.index(BEGIN) + len(BEGIN)] + f"\n{text}\n" + old[old.index(END) :]
        page.write_text(new, encoding="utf-8")
    sys.exit(differs)


def compared(place: Path, archive: Path, sheet: Path, options: argparse.Namespace) -> tuple[list[str], bool]:
    """The figures as lines, and whether anything differs that must not."""
    alone, broken, served = (place / name for name in ("alone", "broken", "served"))
    for folder in (alone, broken, served):
        folder.mkdir()
    count, jobs = options.count, options.jobs
    runs = {"SQLite": undisturbed(archive, alone, sheet, jobs)}
    rows, files = rows_of(f"sqlite:///{alone}/gradebook.db"), exported(alone, sheet)
    killed(archive, broken, sheet, jobs, count)
    differs = rows != rows_of(f"sqlite:///{broken}/gradebook.db") or files != exported(broken, sheet)
    if (programs := postgres.programs()) is not None:
        with postgres.server(programs) as socket:
            url = postgres.create(socket, "thousand")
            runs["PostgreSQL"] = undisturbed(archive, served, sheet, jobs, "--db", url)
            differs |= rows != rows_of(url) or files != exported(served, sheet, "--db", url)
    table = list(csv.reader(io.StringIO(files[0].decode("utf-8-sig"))))
    size = (alone / "gradebook.db").stat().st_size / 2**20
    verdict = "DIFFERENT from" if differs else "equal to"
    bare, plain = without_gradebook(archive, jobs), by_plain_pytest()
    lines = [
        f"{count} submissions to week {WEEK} from a Moodle zip (solutions, mistakes, mutants, stubs, notebooks,",
        f"archives, broken and hostile), Python {platform.python_version()}, {os.cpu_count()} cores, {jobs} jobs:",
        "",
        "| gradebook | seconds | a submission, ms | to none | plain pytest to it | MB after 20 / 50 / 90 % | most |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_line(name, run, count, bare, plain, jobs) for name, run in runs.items()),
        "",
        f"The same class killed {KILLS} times with SIGKILL and resumed: {sum(map(len, rows.values()))} rows, the table",
        f"of {len(table) - 1} students and the filled worksheet are {verdict} the undisturbed run's.",
        f"The file has {size:.0f} MB.",
    ]
    return lines, differs


def _line(name: str, run: Run, count: int, bare: float, plain: float, jobs: int) -> str:
    each = run.seconds / count
    return (
        f"| {name} | {run.seconds:.0f} | {1000 * each:.0f} | {run.seconds / bare:.2f} | {plain / (jobs * each):.0f} × "
        f"| {' / '.join(f'{run.after(share):.0f}' for share in (0.2, 0.5, 0.9))} | {max(run.memory):.0f} |"
    )


if __name__ == "__main__":
    main()
