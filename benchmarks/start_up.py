"""Whole-process time of `dlgrade week3 solutions`, as a ratio to importing what it cannot do without.

    python benchmarks/start_up.py [--runs 7] [--write]

The two commands run in turn, A B A B …, so that a machine that slows down slows both. `--write` puts the table
into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = [sys.executable, "-c", "import torch, pytest, numpy"]
COMMANDS = {
    "dlgrade week3 solutions": ([sys.executable, "-m", "dlgrade", "week3", "solutions", "-q"], 2.0),
    "dlgrade week3 (stubs)": ([sys.executable, "-m", "dlgrade", "week3", "-q", "--exit-zero"], None),
    "dlgrade demo": ([sys.executable, "-m", "dlgrade", "demo", "-q"], None),
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def measure(command: list[str], runs: int) -> tuple[float, float, float]:
    """Medians of the command and of the floor, and the median of their ratios pair by pair."""
    seconds(command), seconds(FLOOR)
    pairs = [(seconds(command), seconds(FLOOR)) for _ in range(runs)]
    own, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    return own, floor, statistics.median(a / b for a, b in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = []
    for name, (command, bar) in COMMANDS.items():
        own, floor, ratio = measure(command, options.runs)
        rows.append(f"| `{name}` | {own:.2f} | {floor:.2f} | {ratio:.2f} | {f'≤ {bar:g}' if bar else '–'} |")
        print(rows[-1])
    if options.write:
        table = "\n".join(
            [
                "# How fast",
                "",
                "Made by `python benchmarks/start_up.py --write`: whole processes, nothing cached, "
                f"medians of {options.runs} pairs, Python {sys.version.split()[0]}, {os.cpu_count()} cores.",
                "",
                '| command | seconds | `python -c "import torch, pytest, numpy"`, seconds | ratio | bar |',
                "|---|---|---|---|---|",
                *rows,
                "",
            ]
        )
        (ROOT / "docs" / "benchmarks.md").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
