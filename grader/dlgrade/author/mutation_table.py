"""What became of mutants, counted by topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dlgrade.author.mutate import CAUGHT, EQUIVALENT, Fate

ENOUGH_PERCENT = 97.0

HEAD = """# Suites tested by mutants

`dlgrade course mutate NAME --table docs/mutants.md` writes the rows of a week or a topic into this page. Each solution
is changed in small mechanical ways, one at a time, and each mutant is graded. One that answers as the solution does on
200 diverse inputs is set aside as equivalent; the share is that of the others that are caught.

| week | topic | mutants | equivalent | caught | survived | share |
|---:|---|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Row:
    """One topic's count."""

    week: int
    topic: str
    mutants: int
    equivalent: int
    caught: int

    @property
    def survived(self) -> int:
        return self.mutants - self.equivalent - self.caught

    @property
    def percent(self) -> float:
        """Caught of those that are wrong."""
        wrong = self.mutants - self.equivalent
        return 100 * self.caught / wrong if wrong else 100.0

    @property
    def is_enough(self) -> bool:
        return self.percent >= ENOUGH_PERCENT


def count(fates: Iterable[Fate]) -> list[Row]:
    """A row for each topic, in the order in which they come."""
    topics: dict[tuple[int, str], list[str]] = {}
    for fate in fates:
        topics.setdefault((fate.week, fate.topic), []).append(fate.fate)
    return [
        Row(week, topic, len(found), found.count(EQUIVALENT), found.count(CAUGHT))
        for (week, topic), found in topics.items()
    ]


def rows_in(page: str) -> list[Row]:
    """The rows of a page that `markdown` made."""
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[0].isdigit():
            week, topic, mutants, equivalent, caught = cells[:5]
            found.append(Row(int(week), topic, int(mutants), int(equivalent), int(caught)))
    return found


def merged(old: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """The rows of both, by week; of a topic that stands in both the new one."""
    rows = {(row.week, row.topic): row for row in [*old, *new]}
    return sorted(rows.values(), key=lambda row: row.week)


def markdown(rows: Iterable[Row]) -> str:
    """The page of the docs."""
    return HEAD + "".join(
        f"| {r.week} | {r.topic} | {r.mutants} | {r.equivalent} | {r.caught} | {r.survived} | {r.percent:.1f} % |\n"
        for r in rows
    )
