"""What each attack gains, in a naive grader and behind the wall at each level, by a real run.

    python tests/attacks/table.py [--only NAME …] [--write]

`--write` puts the table into docs/attacks.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from attacks import harness
from attacks.harness import Attack

PAGE = harness.HERE.parent.parent / "docs" / "attacks.md"
INTRODUCTION = """# Attacks

Hostile submissions, and what each gained: in a naive grader, which imports the submission and holds the expected
answers in the same process, and behind the wall at each level of isolation (`dlgrade doctor` tells which is in
force). Honest submissions that look suspicious stand last. Made by `python tests/attacks/table.py --write` from
`tests/attacks/`; the sentence of each row is the first line of its file.
"""


def cell(attack: Attack, level: str) -> str:
    """What came of a run, in few words."""
    with tempfile.TemporaryDirectory(prefix="dlgrade-attacks-") as folder:
        found = harness.outcome(attack, level, Path(folder) / "run")
    if attack.is_honest:
        return f"{found.score:.0%}"
    # The same run gives the same page: neither secrets nor numbers of processes stand in it.
    gained = [words.partition(":")[0] if words.startswith("evidence") else words for words in found.gains()]
    return "**" + "; ".join(gained) + "**" if gained else "stopped"


def row(attack: Attack, levels: list[str]) -> list[str]:
    cells = [f"{attack.family}/{attack.name}", attack.sentence.replace("|", "\\|")]
    cells += [cell(attack, level) for level in levels]
    print(" | ".join(cells), file=sys.stderr, flush=True)
    return cells


def rows_in(page: str) -> dict[str, list[str]]:
    """The rows of an earlier run, by the names of their attacks."""
    lines = [re.split(r"(?<!\\\\) \| ", line.strip("| ")) for line in page.splitlines() if line.startswith("| ")]
    return {cells[0]: cells for cells in lines if "/" in cells[0]}


def table(levels: list[str], known: dict[str, list[str]]) -> str:
    every = sorted(harness.attacks(), key=lambda a: a.is_honest)
    rows = [known.get(f"{a.family}/{a.name}") or row(a, levels) for a in every]
    hostile = rows[: sum(not a.is_honest for a in every)]
    stopped = [f"{sum(cells[2 + i] == 'stopped' for cells in hostile)}" for i in range(len(levels))]
    total = ["", f"stopped, of {len(hostile)} hostile ones", *stopped]
    lines = [["attack", "what it tries", *levels], ["---"] * (2 + len(levels)), total, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/attacks.md")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="run these again, and keep the page's other rows")
    options = parser.parse_args()
    reasons = {level: harness.available(level) for level in harness.LEVELS}
    levels = ["naive", *(level for level, why in reasons.items() if not why)]
    known = rows_in(PAGE.read_text(encoding="utf-8")) if options.only is not None else {}
    known = {name: cells for name, cells in known.items() if name not in (options.only or ())}
    page = f"{INTRODUCTION}\n{table(levels, known)}\n"
    page += "".join(f"\nNot tried: {why}.\n" for why in reasons.values() if why)
    if options.write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
