"""What hundreds of hostile submissions leave behind in the process that grades them.

    python benchmarks/endurance.py [--gradings 500] [--level standard] [--write]

They are those of tests/attacks, one after the other and over again. Exits with 1 if a process, a descriptor, a thread
or a temporary file is left, or memory grew. `--write` puts the table into docs/isolation.md, between its two marks.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import os
import sys
import tempfile
import threading
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from attacks import arena, harness  # noqa: E402 (found by the line above)
from dlgrade.grader import Grader  # noqa: E402
from dlgrade.submission import read  # noqa: E402

BEGIN, END = "<!-- made by benchmarks/endurance.py -->", "<!-- end of endurance -->"
# Each was graded once by then: imports are done, references made, and the largest answers seen.
WARMING_UP = 250
CALL_SECONDS = 0.5
ROOM_MB = 10.0


@dataclass(frozen=True)
class Held:
    """What this process holds, and what it started."""

    processes: int
    descriptors: int
    threads: int
    temporary_files: int
    memory_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradings", type=int, default=500)
    parser.add_argument("--level", default="standard")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as prepared:
        # What anything here writes to the folder for temporary files is counted.
        tempfile.tempdir = scratch
        before, after = endure(options.gradings, options.level, Path(scratch), Path(prepared))
    table = (
        f"After {options.gradings} gradings of hostile submissions at `{options.level}` in one process, and after the "
        f"first {WARMING_UP} of them:\n\n| | after {WARMING_UP} | after {options.gradings} |\n|---|---:|---:|\n"
    )
    for field in fields(Held):
        one, other = getattr(before, field.name), getattr(after, field.name)
        table += f"| {field.name.replace('_', ' ')} | {one:g} | {other:g} |\n"
    print(table)
    if options.write:
        path = ROOT / "docs" / "isolation.md"
        start, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        path.write_text(f"{start}{BEGIN}\n{table}{END}{rest.partition(END)[2]}", encoding="utf-8")
    grown = after.memory_mb - before.memory_mb
    is_clean = all(getattr(before, f.name) >= getattr(after, f.name) for f in fields(Held) if f.name != "memory_mb")
    sys.exit(0 if is_clean and grown <= ROOM_MB else 1)


def endure(gradings: int, level: str, scratch: Path, prepared: Path) -> tuple[Held, Held]:
    """Grade that many, and tell what is held after the first ones and in the end."""
    hostile = [attack for attack in harness.attacks() if not attack.is_honest]
    places = [harness.prepare(attack, prepared / f"{n}") for n, attack in enumerate(hostile)]
    course, exercises = arena.few_cases()
    before = held(scratch)
    with Grader(course, exercises, timeout=CALL_SECONDS, isolation=level) as grader:
        for number, place in enumerate(itertools.islice(itertools.cycle(places), gradings)):
            if number == WARMING_UP:
                before = held(scratch)
            report = grader.grade(read(place))
            gained = sum(e.score for e in report.exercises() if e.name == arena.ATTACKED)
            assert gained == 0, f"{place.parent} gained a point"
        return before, held(scratch)


def held(scratch: Path) -> Held:
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    own = len(list(scratch.iterdir())) + len([p for p in Path("/dev/shm").iterdir() if "dlgrade" in p.name])
    return Held(
        len(children()), len(os.listdir("/proc/self/fd")), threading.active_count(), own, round(resident / 1024, 1)
    )


def children() -> list[int]:
    """Processes that this one started, or that carry the mark of an attack."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            stat, command = (entry / "stat").read_text(), (entry / "cmdline").read_bytes()
        except OSError:
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        if parent == os.getpid() or harness.OUTLIVES.encode() in command:
            found.append(int(entry.name))
    return found


if __name__ == "__main__":
    main()
