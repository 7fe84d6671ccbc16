"""What a workspace remembers: readable, never lost between two processes, and never part of a submission."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.progress import NAME, OLD, Progress, Row
from dlgrade.submission import read

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "dlgrade.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_what_is_kept_is_there_again(workspace: Path) -> None:
    progress = Progress.load(workspace)
    assert [progress.next_hint("relu", 3) for _ in range(5)] == [1, 2, 3, 3, 3]
    progress.remember([("relu", "passed"), ("gelu", "failed")])
    progress.give_up("gelu")
    progress.save()
    again = Progress.load(workspace)
    assert (again.hints, again.verdicts) == ({"relu": 3}, {"relu": "passed", "gelu": "failed"})
    assert again.rows == progress.rows
    assert [again.has_passed(name) for name in ("relu", "gelu", "selu")] == [True, False, False]
    assert TIME.fullmatch(again.rows["gelu"].gave_up)


def test_the_file_has_a_line_for_each_exercise_and_the_same_rows_give_the_same_bytes(workspace: Path) -> None:
    progress = Progress.load(workspace)
    progress.remember([("relu", "failed"), ("gelu", "todo")])
    progress.save()
    raw = (workspace / NAME).read_bytes()
    lines = [line.split('"')[1] for line in raw.decode().splitlines() if line.startswith("  ")]
    assert lines == ["gelu", "relu"]
    Progress.load(workspace).save()
    assert (workspace / NAME).read_bytes() == raw
    assert [path.name for path in workspace.iterdir() if path.name.startswith(NAME)] == [NAME]


def test_an_attempt_is_a_grading_of_another_source() -> None:
    row = Row().graded("todo", "s0", "t0")
    assert row == Row(verdict="todo")
    row = row.graded("failed", "s1", "t1").graded("failed", "s1", "t2")
    assert row == Row("failed", 1, "t1", "t1", "", source="s1")
    row = row.graded("passed", "s2", "t3").graded("failed", "s3", "t4").graded("passed", "s2", "t5")
    assert row == Row("passed", 4, "t1", "t5", "t3", source="s2")


def test_what_two_have_changed_at_once_is_there_of_both(workspace: Path) -> None:
    one, other = Progress.load(workspace), Progress.load(workspace)
    one.next_hint("relu", 3)
    other.remember([("relu", "failed"), ("gelu", "passed")])
    one.save()
    other.save()
    one.next_hint("relu", 3)
    one.save()
    found = Progress.load(workspace)
    assert (found.hints, found.verdicts) == ({"relu": 2}, {"relu": "failed", "gelu": "passed"})


def test_processes_that_write_at_once_lose_nothing_of_each_other(workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dlgrade.progress import Progress\n"
        "for n in range(20):\n"
        "    p = Progress.load(Path(sys.argv[1])); p.give_up(f'{sys.argv[2]}{n}'); p.save()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "grader")}
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(workspace), name], env=environment)
        for name in ("a", "b", "c")
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert Progress.load(workspace).rows.keys() == {f"{name}{n}" for name in "abc" for n in range(20)}


def test_the_lock_of_a_process_that_died_is_no_lock(workspace: Path) -> None:
    lock = workspace / f"{NAME}.lock"
    lock.write_text("", encoding="utf-8")
    os.utime(lock, (time.time() - 60,) * 2)
    progress = Progress.load(workspace)
    progress.give_up("relu")
    progress.save()
    assert Progress.load(workspace).rows.keys() == {"relu"}
    assert not lock.exists()


SOUND = '"gelu": {"verdict": "passed"}'
DAMAGE = {
    "empty": b"",
    "half": b'{"exercises": {',
    "bytes": b"\xff\xfe\0",
    "a list": b"[]",
    "null": b"null",
    "no exercises": b"{}",
    "brackets without end": b"[" * 100_000,
    "too large": b'{"exercises": {}}' + b" " * 5_000_000,
}
DAMAGED_ROWS = [
    "1",
    "[]",
    '{"verdict": "splendid"}',
    '{"verdict": 1}',
    '{"hints": "x"}',
    '{"hints": -1}',
    '{"hints": Infinity}',
    '{"hints": true}',
    '{"begun": "\\u001b[31m"}',
    '{"begun": "\\u202e"}',
    '{"else": 1}',
]


@pytest.mark.parametrize("raw", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_counts_as_none_and_is_kept_aside(workspace: Path, raw: bytes) -> None:
    path = workspace / NAME
    path.write_bytes(raw)
    progress = Progress.load(workspace)
    assert progress.rows == {}
    progress.remember([("relu", "passed")])
    progress.save()
    assert Progress.load(workspace).verdicts == {"relu": "passed"}
    assert (workspace / f"{NAME}.bak").read_bytes() == raw


@pytest.mark.parametrize("row", DAMAGED_ROWS)
def test_of_a_file_with_a_damaged_line_the_others_count(workspace: Path, row: str) -> None:
    path = workspace / NAME
    path.write_text(f'{{"exercises": {{"relu": {row}, {SOUND}}}}}', encoding="utf-8")
    progress = Progress.load(workspace)
    assert progress.rows == {"gelu": Row("passed")}
    progress.save()
    assert (workspace / f"{NAME}.bak").exists()


def test_a_second_damaged_file_does_not_replace_the_first(workspace: Path) -> None:
    for raw in (b"one", b"two", b"one"):
        (workspace / NAME).write_bytes(raw)
        Progress.load(workspace).save()
    kept = sorted(path.name for path in workspace.iterdir() if ".bak" in path.name)
    assert [(workspace / name).read_bytes() for name in kept] == [b"one", b"two"]


def test_what_an_older_version_kept_is_taken_over_once(workspace: Path) -> None:
    old = workspace / OLD
    old.parent.mkdir()
    old.write_text(json.dumps({"hints": {"relu": 2}, "verdicts": {"relu": "passed", "gelu": "x"}}), encoding="utf-8")
    progress = Progress.load(workspace)
    assert (progress.hints, progress.verdicts) == ({"relu": 2}, {"relu": "passed"})
    progress.save()
    assert not old.exists()
    assert Progress.load(workspace).rows == progress.rows


def test_in_a_clone_it_stands_beside_the_stubs(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    assert Progress.load(tmp_path / "exercises").path == tmp_path / NAME


def test_a_submission_does_not_hold_it(workspace: Path) -> None:
    (workspace / "answer.py").write_text("def relu(x):\n    return x\n", encoding="utf-8")
    before = read(workspace)
    progress = Progress.load(workspace)
    progress.next_hint("relu", 3)
    progress.save()
    after = read(workspace)
    assert (after.sha256, [f.path for f in after.files]) == (before.sha256, [f.path for f in before.files])


def test_a_workspace_that_cannot_be_written_says_so_at_once(workspace: Path) -> None:
    (workspace / NAME).mkdir()
    progress = Progress.load(workspace)
    progress.give_up("relu")
    start = time.monotonic()
    with pytest.raises(OSError, match=NAME):
        progress.save()
    assert time.monotonic() - start < 5
