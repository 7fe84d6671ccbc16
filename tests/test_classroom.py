"""A class from the platform's zip to grades, whatever happens on the way: `dlgrade batch` as an instructor runs it."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import a_class
import pytest
from conftest import ROOT, dlgrade
from dlgrade.course import Course
from dlgrade.text import safe_name
from gradebooks import results_of, rows_of

TOPIC = next(t for t in Course.in_clone(ROOT).topics() if t.name == "threshold_like")
FIRST = TOPIC.exercises[0].name
COUNT = 24
# In the environment of every process that these tests start.
MARK = uuid.uuid4().hex


@pytest.fixture(scope="module")
def students() -> list[a_class.Member]:
    return list(a_class.members([TOPIC], COUNT))


@pytest.fixture(scope="module")
def archive(students: list[a_class.Member], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("moodle") / "ALA 101-Ödev 3-4711.zip"
    a_class.moodle_zip(path, students)
    return path


def batch(*words: str | Path, out: Path, jobs: int = 1) -> subprocess.CompletedProcess[str]:
    place = ["--only", TOPIC.name, "--out", out, "--isolation", "auto", "--timeout", "1", "--jobs", str(jobs)]
    return dlgrade("batch", *words, *place)


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a class that was graded without any trouble."""
    folder = tmp_path_factory.mktemp("undisturbed")
    sheet = folder / "worksheet.csv"
    sheet.write_bytes(a_class.worksheet(list(a_class.members([TOPIC], COUNT))))
    done = batch(archive, "--seed", "7", "--roster", sheet, out=folder, jobs=2)
    assert done.returncode == 0, done.stderr
    return folder


def report(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return dlgrade("report", *words, "--out", folder)


def test_a_moodle_zip_ends_in_a_gradebook_and_a_report_for_each_student(
    undisturbed: Path, students: list[a_class.Member]
) -> None:
    by_kind = {s.kind: s for s in students[: len(a_class.KINDS)]}
    folder = undisturbed / "reports" / TOPIC.name
    percents = {
        kind: json.loads((folder / f"{s.number}.json").read_text(encoding="utf-8"))["percent"]
        for kind, s in by_kind.items()
        if (folder / f"{s.number}.json").exists()
    }
    assert percents["right"] == 100
    assert percents["untouched"] == 0
    assert all(percents[kind] > 0 for kind in ("mistaken", "mutated", "notebook", "zipped"))
    assert any(0 < percent < 100 for percent in percents.values())
    shown = report(undisturbed).stdout
    assert "İbrahim Işık" in shown
    assert f"students: {COUNT + 3}, handed in: {COUNT}, missing: 3" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_class_that_is_killed_at_any_moment_and_resumed_ends_as_one_that_was_not(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    drawn = random.Random(5)
    sheet = undisturbed / "worksheet.csv"
    words = [
        sys.executable, "-m", "dlgrade", "batch", archive, "--only", TOPIC.name, "--out", tmp_path, "--seed", "7",
        "--isolation", "auto", "--timeout", "1", "--jobs", "1", "--roster", sheet, "--resume",
    ]  # fmt: skip
    moments = sorted(drawn.sample(range(COUNT - 2), 5))
    for moment in moments:
        process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while results_of(tmp_path) <= moment and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    done = batch(archive, "--seed", "7", "--roster", sheet, "--resume", out=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows_of(f"sqlite:///{tmp_path}/gradebook.db") == rows_of(f"sqlite:///{undisturbed}/gradebook.db")
    written = {p.name: _timeless(p) for p in (tmp_path / "reports" / TOPIC.name).iterdir()}
    assert written == {p.name: _timeless(p) for p in (undisturbed / "reports" / TOPIC.name).iterdir()}


def _timeless(path: Path) -> Any:
    found = json.loads(path.read_text(encoding="utf-8"))
    for topic in found["topics"]:
        for exercise in topic["exercises"]:
            exercise["duration_s"] = 0
    return found


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """A folder of a few students, by id and text."""

    def write(**texts: str) -> Path:
        folder = tmp_path / "class"
        for name, text in texts.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / TOPIC.relative.name).write_text(text, encoding="utf-8")
        return folder

    return write


RIGHT = TOPIC.solution_path.read_text(encoding="utf-8")
WRONG = f"def {FIRST}(x):\n    return x\n"


def test_a_second_run_grades_only_what_has_changed(small: Callable[..., Path], tmp_path: Path) -> None:
    folder = small(ayse=RIGHT, veli=WRONG)
    assert batch(folder, out=tmp_path / "out").returncode == 0
    again = batch(folder, out=tmp_path / "out")
    assert again.returncode == 2
    assert "--resume" in again.stderr
    before = _graded_at(tmp_path / "out")
    small(veli=RIGHT)
    assert batch(folder, "--resume", out=tmp_path / "out").returncode == 0
    after = _graded_at(tmp_path / "out")
    assert after["ayse"] == before["ayse"]
    assert after["veli"] > before["veli"]
    assert "mean 100 %" in report(tmp_path / "out").stdout


def _graded_at(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "gradebook.db") as connection:
        query = "SELECT student_id, graded_at FROM results JOIN submissions ON submissions.id = submission_id"
        return dict(connection.execute(query).fetchall())


def test_the_seed_of_a_class_is_fresh_secret_and_shows_every_verdict_again(
    small: Callable[..., Path], tmp_path: Path
) -> None:
    folder = small(veli=WRONG)
    seeds = set()
    for number in range(2):
        done = batch(folder, out=tmp_path / str(number))
        with sqlite3.connect(tmp_path / str(number) / "gradebook.db") as connection:
            (seed,) = connection.execute("SELECT seed FROM runs").fetchone()
            (submission,) = connection.execute("SELECT id FROM submissions").fetchone()
        seeds.add(seed)
        assert str(seed) not in done.stdout + done.stderr
    assert len(seeds) == 2
    again = report(tmp_path / "1", "--replay", submission)
    assert again.returncode == 0
    assert "The same verdicts" in again.stderr
    assert FIRST in again.stdout


def test_grading_anew_lists_first_whose_score_changed_and_an_override_stands(
    small: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = small(ayse=RIGHT, veli=WRONG, can=WRONG)
    batch(folder, out=out)
    given = dlgrade("override", "can", FIRST, "0.75", "--why", "sözlü", "--out", out)
    assert given.returncode == 0, given.stderr
    small(veli=RIGHT)
    done = batch(folder, "--regrade", out=out)
    assert done.returncode == 0, done.stderr
    first, *_rest = done.stdout.splitlines()
    assert first.startswith("veli: ")
    assert f"{FIRST}: " in done.stdout
    assert "ayse" not in done.stdout
    assert "0.75" in report(out, "can").stdout
    assert "sözlü" in report(out, "can").stdout
    removed = dlgrade("override", "can", FIRST, "--remove", "--out", out)
    assert removed.returncode == 0
    assert "sözlü" not in report(out, "can").stdout
    # The gradebook keeps what was handed in, so that nobody has to find it again.
    assert "No score changed." in batch("--regrade", out=out).stdout


def test_anonymous_reports_name_nobody(small: Callable[..., Path], tmp_path: Path) -> None:
    batch(small(ayse=RIGHT), "--anonymous", out=tmp_path / "out")
    (path,) = (tmp_path / "out" / "reports").rglob("*.json")
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["submission"]["id"].startswith("anon-")
    assert "ayse" not in path.name + text
    shown = report(tmp_path / "out", "--anonymous").stdout
    assert json.loads(text)["submission"]["id"] in shown
    assert "ayse" not in shown


def test_a_student_is_forgotten_with_the_reports(small: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(small(ayse=RIGHT, veli=RIGHT), out=out)
    done = dlgrade("forget", "ayse", "--yes", "--out", out)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in (out / "reports").rglob("*.json")] == ["veli.json"]
    assert "ayse" not in report(out).stdout
    assert dlgrade("forget", "ayse", "--yes", "--out", out).returncode == 2


HOSTILE_IDS = (
    "../../etc", "a'; DROP TABLE students; --", "=cmd|' /C calc'!A0", "a\0b", "a", "x" * 300, "Ali", "ali",
    "Çağrı", "C\u0327ag\u0306rı", "con", "\u202eevil",
)  # fmt: skip


def test_hostile_ids_are_all_graded_all_apart_and_nothing_is_written_outside(tmp_path: Path) -> None:
    path = tmp_path / "in" / "class.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        for name in HOSTILE_IDS:
            info = zipfile.ZipInfo("placeholder")
            info.filename = info.orig_filename = f"{name}!{TOPIC.relative.name}"
            archive.writestr(info, RIGHT)
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "out"
    done = batch(path, "--pattern", r"(?s)(?P<student_id>.*)!", out=out)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(out / "gradebook.db") as connection:
        (count,) = connection.execute("SELECT count(DISTINCT student_id) FROM submissions").fetchone()
        scores = {row[0] for row in connection.execute("SELECT score / max_score FROM results")}
    assert (count, scores) == (len(HOSTILE_IDS), {1.0})
    reports = {p.name for p in (out / "reports" / TOPIC.name).iterdir()}
    assert len({name.casefold() for name in reports}) == len(HOSTILE_IDS)
    assert reports == {f"{safe_name(name)}.json" for name in HOSTILE_IDS}
    assert {p for p in tmp_path.rglob("*") if out not in (p, *p.parents)} == before
    assert "\0" not in report(out).stdout


def test_a_gradebook_on_postgresql_holds_the_same_as_one_in_a_file(
    archive: Path, undisturbed: Path, tmp_path: Path, postgres_folder: str
) -> None:
    import postgres

    url = postgres.create(postgres_folder, f"class{os.getpid()}")
    sheet = undisturbed / "worksheet.csv"
    done = batch(archive, "--seed", "7", "--roster", sheet, "--db", url, out=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "gradebook.db").exists()
    assert rows_of(url) == rows_of(f"sqlite:///{undisturbed}/gradebook.db")


def test_a_full_disk_stops_the_run_with_a_sentence_and_loses_nothing(archive: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: SQLite is told the same, that it cannot write on."""
    code = (
        "import resource, signal, sys; from dlgrade.cli import run; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)); sys.exit(run(sys.argv[1:]))"
    )
    place = ["--only", TOPIC.name, "--out", tmp_path, "--isolation", "auto", "--timeout", "1", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", archive, *place], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    kept = results_of(tmp_path)
    assert 0 < kept < COUNT
    assert batch(archive, "--resume", out=tmp_path).returncode == 0
    assert results_of(tmp_path) == COUNT


@pytest.fixture(autouse=True)
def _no_process_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("A_CLASS", MARK)
    yield
    for _ in range(100):
        left = [p for p in Path("/proc").glob("[0-9]*/environ") if MARK.encode() in _read(p)]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes are left: {left}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
