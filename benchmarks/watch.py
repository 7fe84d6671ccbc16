"""From a save to its verdict in `dlgrade watch`.

    python benchmarks/watch.py [--saves 60]

A whole workspace is watched, and a function of it is saved right and wrong in turns. The time counts from the save to
the last line that is printed of it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dlgrade.course import Course
from dlgrade.workspace import init

ROOT = Path(__file__).resolve().parent.parent
NAME = "relu"
WRONG, RIGHT = "np.minimum(x, 0)", "np.maximum(x, 0)"
# What every report ends with.
LAST = "%"
# Between two saves, so that each is one.
PAUSE_SECONDS = 0.3


def measure(saves: int) -> tuple[float, float]:
    """The median and the 95th percentile, in seconds."""
    course = Course.in_clone(ROOT)
    exercise = course.exercise(NAME)
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        init(course, workspace)
        file = workspace / course.topic_of(exercise).relative
        stub = file.read_text(encoding="utf-8")
        texts = [f"{stub}\n\ndef {NAME}(x):\n    return {body}\n" for body in (WRONG, RIGHT)]
        environment = {**os.environ, "DLGRADE_CACHE_DIR": f"{folder}/cache", "COLUMNS": "80"}
        command = [sys.executable, "-u", "-m", "dlgrade", "watch", NAME]
        with subprocess.Popen(
            command, cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as watch:
            await_report(watch)
            for number in range(saves + 2):
                time.sleep(PAUSE_SECONDS)
                begin = time.perf_counter()
                file.write_text(texts[number % 2], encoding="utf-8")
                await_report(watch)
                taken.append(time.perf_counter() - begin)
            watch.terminate()
    # The first of each has the references asked.
    return statistics.median(taken[2:]), statistics.quantiles(taken[2:], n=20)[-1]


def await_report(watch: subprocess.Popen[str]) -> None:
    assert watch.stdout
    while LAST not in (line := watch.stdout.readline()):
        assert line, "the watch has ended"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=60)
    median, late = measure(parser.parse_args().saves)
    print(f"median {1000 * median:.0f} ms, 95th percentile {1000 * late:.0f} ms")


if __name__ == "__main__":
    main()
