"""Whole-process times of commands, each as a ratio to importing what it cannot do without.

    python benchmarks/start_up.py [--runs 7] [--write]

A command and its floor run in turn, A B A B …, so that a machine that slows down slows both. Both have their bytecode,
as what is installed has. `--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """A command of dlgrade, what it is measured against, and how many times that it may take."""

    words: str
    modules: str
    bar: float | None = None
    is_cached: bool = False


ROWS = (
    Row("week3 solutions", "torch, pytest, numpy", 1.5),
    Row("week3 solutions", "numpy, pytest", 3.0, is_cached=True),
    Row("demo", "torch, pytest, numpy"),
    Row("demo", "numpy, pytest", is_cached=True),
    Row("hint softmax", "click, rich", 2.0),
    Row("show softmax", "click, rich"),
    Row("--help", "click, rich"),
    Row("list", "click, rich"),
    Row("", "click, rich"),
)


def seconds(command: list[str], cache: str = "") -> float:
    """How long a process takes: for the first time, or with the references that it kept in `cache`."""
    with tempfile.TemporaryDirectory() as fresh:
        start = time.perf_counter()
        environment = {**os.environ, "DLGRADE_CACHE_DIR": cache or fresh}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
        return time.perf_counter() - start


def measure(row: Row, runs: int) -> tuple[float, float, float]:
    """Medians of the command and of its floor, and the median of their ratios pair by pair."""
    command = [sys.executable, "-m", "dlgrade", *row.words.split()]
    floor = [sys.executable, "-c", f"import {row.modules}"]
    with tempfile.TemporaryDirectory() as folder:
        cache = folder if row.is_cached else ""
        seconds(command, cache), seconds(floor)
        pairs = [(seconds(command, cache), seconds(floor)) for _ in range(runs)]
    own, least = (statistics.median(side) for side in zip(*pairs, strict=True))
    return own, least, statistics.median(a / b for a, b in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    page = (
        "# How fast\n\nMade by `python benchmarks/start_up.py --write`: whole processes, medians of "
        f"{options.runs} pairs, Python {sys.version.split()[0]}, {os.cpu_count()} cores. The second time a week is "
        "graded,\nwhat the references answered is known.\n\n"
        "| command | | seconds | import of | seconds | ratio | bar |\n|---|---|---:|---|---:|---:|---:|\n"
    )
    for row in ROWS:
        own, floor, ratio = measure(row, options.runs)
        when = "the second time" if row.is_cached else ""
        bar = f"≤ {row.bar:g}" if row.bar else "–"
        words = f"dlgrade {row.words}".strip()
        page += f"| `{words}` | {when} | {own:.2f} | {row.modules} | {floor:.2f} | {ratio:.2f} | {bar} |\n"
    print(page)
    if options.write:
        (ROOT / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
