"""Gradebooks as they lie: every row, for comparing two of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dlgrade.gradebook.schema import Base

# What depends on the clock, or on the order in which results came.
VOLATILE = {"id", "result_id", "graded_at", "started_at", "ended_at", "duration_s"}


def rows_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a gradebook in order, but for what no two runs share; results go by run and submission."""
    engine = sa.create_engine(url)
    found = {}
    with engine.connect() as connection:
        results = Base.metadata.tables["results"]
        owner = {row.id: (row.run_id, row.submission_id) for row in connection.execute(sa.select(results))}
        for table in Base.metadata.sorted_tables:
            keeps_id = table.name in ("students", "submissions", "runs")
            names = [c.name for c in table.columns if c.name not in VOLATILE or (c.name == "id" and keeps_id)]
            key = {"results": "id"}.get(table.name, "result_id" if "result_id" in table.columns else None)
            rows = [
                (*((owner[row._mapping[key]],) if key else ()), *(repr(row._mapping[name]) for name in names))
                for row in connection.execute(sa.select(table))
            ]
            found[table.name] = sorted(rows)
    engine.dispose()
    return found


def results_of(folder: Path) -> int:
    """How many results the SQLite gradebook of a folder has; -1 while there is no gradebook."""
    try:
        with sqlite3.connect(f"file:{folder}/gradebook.db?mode=ro", uri=True) as connection:
            (count,) = connection.execute("SELECT count(*) FROM results").fetchone()
            return int(count)
    except sqlite3.OperationalError:
        return -1
