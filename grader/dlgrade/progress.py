"""What a workspace remembers of each exercise: verdict, attempts, times, hints. A file to read, and nowhere else.

It stands in the workspace as `progress.json`, one line for each exercise. Nothing of it is sent anywhere; a submission
that is read from the workspace does not hold it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dlgrade.lock_file import exclusively, set_aside
from dlgrade.messages import Message, say
from dlgrade.records import Verdict

NAME = "progress.json"
SCHEMA = "dlgrade/progress/1"
ABOUT = "How far you are, for dlgrade on this computer alone: nothing of it is sent anywhere. It may be deleted."
# Before there was a file to read; taken over once.
OLD = Path(".dlgrade") / "state.json"
NOT_BEGUN = (Verdict.TODO, Verdict.MISSING)
MAX_BYTES = 4 * 2**20


class Row(NamedTuple):
    """One exercise. Times are UTC, as ISO 8601 writes them; "" is never.

    Args:
        attempts: gradings that found another source than the one before.
        source: a fingerprint of the source at the last grading.
        hints: how many steps of the ladder were shown.
    """

    verdict: str = ""
    attempts: int = 0
    begun: str = ""
    last: str = ""
    passed: str = ""
    hints: int = 0
    gave_up: str = ""
    source: str = ""

    def graded(self, verdict: str, source: str, now: str) -> Row:
        """The row after a grading."""
        row = self._replace(verdict=verdict)
        if verdict in NOT_BEGUN:
            return row
        if not self.begun or (source and source != self.source):
            row = row._replace(attempts=self.attempts + 1, last=now, source=source)
        passed = self.passed or (now if verdict == Verdict.PASSED else "")
        return row._replace(begun=self.begun or now, passed=passed)


class Progress:
    """The rows of a workspace, and what changed since they were read.

    The changes are made once more on the file as it is when they are saved: what another process wrote in between
    stays.
    """

    def __init__(self, path: Path, rows: dict[str, Row]) -> None:
        self.path, self.rows = path, rows
        self._changes: list[tuple[str, Callable[[Row], Row]]] = []

    @classmethod
    def load(cls, workspace: Path) -> Progress:
        """The progress of a workspace; of a damaged file what can be read."""
        path = home(workspace) / NAME
        return cls(path, _read(path)[0])

    @property
    def verdicts(self) -> dict[str, str]:
        """The last verdict of each exercise that was graded."""
        return {name: row.verdict for name, row in self.rows.items() if row.verdict}

    @property
    def hints(self) -> dict[str, int]:
        """How many hints were shown of each exercise."""
        return {name: row.hints for name, row in self.rows.items() if row.hints}

    def has_passed(self, name: str) -> bool:
        """Whether it passed once, whatever became of it since."""
        row = self.rows.get(name, Row())
        return bool(row.passed) or row.verdict == Verdict.PASSED

    def save(self) -> None:
        """Write what changed; a damaged file is kept as `.bak`. Raises `OSError` where that cannot be."""
        with exclusively(self.path) as fresh:
            rows, sound = _read(self.path)
            if not sound:
                set_aside(self.path)
            for name, change in self._changes:
                rows[name] = change(rows.get(name, Row()))
            fresh.write_text(_text(rows), encoding="utf-8", newline="\n")
        self.rows, self._changes = rows, []
        _forget_old(self.path.parent)

    def keep(self) -> Message | None:
        """Save; why that could not be done. Remembering is a comfort: whoever cannot goes on all the same."""
        try:
            self.save()
        except OSError as error:
            return say("The progress could not be kept: {why}", why=error.strerror or "")
        return None

    def next_hint(self, name: str, count: int) -> int:
        """How many hints to show now: one more than last time, at most all."""
        return self.show_hints(name, min(self.rows.get(name, Row()).hints + 1, count))

    def show_hints(self, name: str, step: int) -> int:
        self._change(name, lambda row: row._replace(hints=max(row.hints, step)))
        return step

    def give_up(self, name: str) -> None:
        """Note that the solution was looked at before the exercise passed."""
        now = _now()
        self._change(name, lambda row: row._replace(gave_up=row.gave_up or now))

    def remember(self, verdicts: Iterable[tuple[str, str]], sources: Mapping[str, str] | None = None) -> None:
        """Take over the verdicts of a grading; `sources` has the fingerprints of what was graded."""
        now = _now()
        for name, verdict in verdicts:
            self._change(name, _grading(verdict, (sources or {}).get(name, ""), now))

    def _change(self, name: str, change: Callable[[Row], Row]) -> None:
        self._changes.append((name, change))
        self.rows[name] = change(self.rows.get(name, Row()))


def _grading(verdict: str, source: str, now: str) -> Callable[[Row], Row]:
    return lambda row: row.graded(verdict, source, now)


def home(workspace: Path) -> Path:
    """Where what is remembered stands: in a clone beside the tree of stubs, which is the course's."""
    return workspace if (workspace / "dlgrade.toml").is_file() else workspace.parent


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(path: Path) -> tuple[dict[str, Row], bool]:
    """The rows that can be read, and whether that is everything."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _read_old(path.parent / OLD), True
    except OSError:
        return {}, False
    try:
        if len(raw) > MAX_BYTES:
            return {}, False
        entries = dict(json.loads(raw.decode("utf-8"))["exercises"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}, False
    rows = {name: row for name, entry in entries.items() if (row := _row(entry)) is not None}
    return rows, len(rows) == len(entries)


def _row(entry: Any) -> Row | None:
    """The row of an entry; None where it is not one."""
    if not isinstance(entry, dict) or not entry.keys() <= Row._field_defaults.keys():
        return None
    for key, value in entry.items():
        if type(value) is not type(Row._field_defaults[key]):
            return None
        if (value < 0) if isinstance(value, int) else not (value.isascii() and value.isprintable() and len(value) < 40):
            return None
    row = Row(**entry)
    return row if row.verdict in ("", *Verdict) else None


def _read_old(path: Path) -> dict[str, Row]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = [{"verdict": verdict} for verdict in data["verdicts"].values()]
        rows = {n: row for n, e in zip(data["verdicts"], entries, strict=True) if (row := _row(e)) is not None}
        for name, step in data["hints"].items():
            rows[name] = rows.get(name, Row())._replace(hints=max(0, int(step)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}
    return rows


def _forget_old(folder: Path) -> None:
    try:
        (folder / OLD).unlink()
    except OSError:
        return


def _text(rows: Mapping[str, Row]) -> str:
    """A line for each exercise, in order of the names; what is empty is left out."""
    kept = {name: {k: v for k, v in rows[name]._asdict().items() if v} for name in sorted(rows)}
    lines = [f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in kept.items() if entry]
    head = f' "schema": {json.dumps(SCHEMA)},\n "about": {json.dumps(ABOUT)},\n "exercises": '
    body = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
    return "{\n" + head + body + "\n}\n"
