"""What each attack gains, in a naive grader and behind the wall at each level, by a real run.

    python tests/attacks/table.py [--write]

`--write` puts the table into docs/attacks.md.
"""

from __future__ import annotations

import argparse
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


def table(levels: list[str]) -> str:
    rows: list[list[str]] = []
    stopped = dict.fromkeys(levels, 0)
    every = sorted(harness.attacks(), key=lambda a: a.is_honest)
    for attack in every:
        cells = [cell(attack, level) for level in levels]
        for level, words in zip(levels, cells, strict=True):
            stopped[level] += words == "stopped" and not attack.is_honest
        rows.append([f"{attack.family}/{attack.name}", attack.sentence.replace("|", "\\|"), *cells])
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    hostile = sum(not a.is_honest for a in every)
    total = ["", f"stopped, of {hostile} hostile ones", *(f"{stopped[level]}" for level in levels)]
    lines = [["attack", "what it tries", *levels], ["---"] * (2 + len(levels)), total, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/attacks.md")
    write = parser.parse_args().write
    reasons = {level: harness.available(level) for level in harness.LEVELS}
    page = f"{INTRODUCTION}\n{table(['naive', *(level for level, why in reasons.items() if not why)])}\n"
    page += "".join(f"\nNot tried: {why}.\n" for why in reasons.values() if why)
    if write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
