"""`dlgrade watch`: a save has graded again what it touched, and nothing that happens to the files ends the watch."""

from __future__ import annotations

import itertools
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from conftest import dlgrade
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.records import Report
from dlgrade.submission import CannotRead, read
from dlgrade.watch import Fingerprints, FolderGone, readings, watch
from dlgrade.workspace import State, init

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
# As long as a loaded machine may take; nothing waits for it where all is well.
DEADLINE = 120.0

HEAD = "import numpy as np\n\n\n"
RIGHT = "def relu(x):\n    return np.maximum(x, 0.0)\n\n\n"
WRONG = "def relu(x):\n    return np.abs(x)\n\n\n"
OTHER = "def relu6(x):\n    return np.clip(x, 0.0, 6.0)\n\n\n"


class Watched:
    """A `dlgrade watch` of its own process in a workspace of its own."""

    def __init__(self, folder: Path, cache: Path, *arguments: str) -> None:
        self.folder = folder
        self.file = folder / "week03" / "relu_like.py"
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dlgrade", "watch", *arguments],
            cwd=folder,
            env={**plain, "PYTHONIOENCODING": "utf-8", "DLGRADE_CACHE_DIR": str(cache)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        self.out: queue.Queue[str] = queue.Queue()
        self.err: queue.Queue[str] = queue.Queue()
        streams = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self.readers = [threading.Thread(target=pump, args=pair) for pair in streams]
        for reader in self.readers:
            reader.start()

    def save(self, text: str) -> None:
        """Save as most editors do: a new file in the place of the old one."""
        fresh = self.file.with_suffix(".tmp")
        fresh.write_text(HEAD + text, encoding="utf-8")
        os.replace(fresh, self.file)

    def news(self) -> str:
        """What is told next: everything up to the line of the score."""
        told = ""
        while not told.splitlines()[-1:] or "%" not in told.splitlines()[-1]:
            told += self.out.get(timeout=DEADLINE)
        return told

    def ends(self) -> tuple[int, str, str]:
        """Its exit code, and what is left of both streams."""
        code = self.process.wait(DEADLINE)
        for reader in self.readers:
            reader.join()
        out, err = ("".join(lines.get() for _ in range(lines.qsize())) for lines in (self.out, self.err))
        return code, out, err


def pump(stream: IO[str], lines: queue.Queue[str]) -> None:
    with stream:
        for line in stream:
            lines.put(line)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def watching(tmp_path: Path, cache: Path, course: Course) -> Iterator[Callable[..., Watched]]:
    """Begin to watch a fresh workspace whose file of the topic holds `text`."""
    begun: list[Watched] = []

    def begin(*arguments: str, text: str = "") -> Watched:
        folder = tmp_path / "work"
        init(course, folder)
        if text:
            (folder / "week03" / "relu_like.py").write_text(HEAD + text, encoding="utf-8")
        watched = Watched(folder, cache, *arguments)
        begun.append(watched)
        if arguments or text:
            assert "relu" in watched.news()
        assert "Watching" in watched.err.get(timeout=DEADLINE)
        return watched

    yield begin
    for one in begun:
        one.process.kill()
        one.ends()


# ── Saves ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_right_answer_is_told_when_it_is_saved_and_remembered(watching: Callable[..., Watched]) -> None:
    watched = watching("relu")
    watched.save(RIGHT)
    assert watched.news().split("\n") == ["", "✓ relu", "", "work  ████████████████████  100 %  1/1", ""]
    assert State.load(watched.folder).verdicts == {"relu": "passed"}


def test_a_wrong_answer_is_told_with_what_went_wrong(watching: Callable[..., Watched]) -> None:
    watched = watching("relu", text=RIGHT)
    watched.save(WRONG)
    told = watched.news()
    assert "✗ relu  failed" in told
    assert "call     relu(" in told
    assert "what you return is |x|" in told
    assert "relu_like" not in told


def test_only_what_a_save_touched_is_graded_again_and_the_score_is_of_all(watching: Callable[..., Watched]) -> None:
    watched = watching("relu_like", text=RIGHT + OTHER)
    watched.save(WRONG + OTHER)
    told = watched.news()
    assert "✗ relu  failed" in told
    assert "relu6" not in told
    assert "1.03/11" in told


def test_what_changes_no_answer_is_no_news(watching: Callable[..., Watched]) -> None:
    watched = watching("relu_like", text=RIGHT + OTHER)
    watched.save(f"# A comment.\n{RIGHT}{OTHER}")
    watched.save(f'"""What this is."""\n{RIGHT}\n\n{OTHER}if __name__ == "__main__":\n    print(relu(1))\n')
    (watched.folder / "notes.txt").write_text("mine", encoding="utf-8")
    time.sleep(2)
    watched.save(RIGHT + OTHER.replace("0.0, 6.0", "0, 6"))
    assert watched.news().split("\n")[:3] == ["", "✓ relu6", ""]


def test_a_helper_in_another_file_has_graded_what_uses_it(watching: Callable[..., Watched]) -> None:
    watched = watching("relu_like", text=OTHER + "from helpers import twice\n\n\ndef relu(x):\n    return twice(x)\n")
    (watched.folder / "helpers.py").write_text("def twice(x):\n    return (x + abs(x)) / 2\n", encoding="utf-8")
    assert "✓ relu" in watched.news()
    (watched.folder / "helpers.py").write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    told = watched.news()
    assert "✗ relu  failed" in told
    assert "relu6" not in told


def test_without_a_name_what_is_begun_is_graded_and_nothing_else(watching: Callable[..., Watched]) -> None:
    watched = watching()
    watched.save(RIGHT)
    first = watched.news()
    assert "relu_like  ████████████████████  1/1  1 passed" in first
    watched.save(RIGHT + OTHER)
    assert watched.news().split("\n") == ["", "✓ relu6", "", "work  ████████████████████  100 %  2/2", ""]


def test_many_saves_at_once_end_in_the_verdict_of_the_last(watching: Callable[..., Watched]) -> None:
    watched = watching("relu")
    for number in range(20):
        watched.save(RIGHT.replace("0.0", f"{20 - number}.0"))
    watched.save(RIGHT)
    while "✓ relu" not in (told := watched.news()):
        assert "relu" in told


# ── Whatever happens to the files ─────────────────────────────────────────────────────────────────────────


def test_a_file_caught_half_written_or_deleted_does_not_end_the_watch(watching: Callable[..., Watched]) -> None:
    watched = watching("relu", text=RIGHT)
    watched.save("def relu(x):\n    return np.maximum(")
    assert "✗ relu  unreadable" in watched.news()
    watched.save(RIGHT)
    assert "✓ relu" in watched.news()
    watched.file.unlink()
    assert "missing (1): relu" in watched.news()
    shutil.rmtree(watched.file.parent)
    watched.file.parent.mkdir()
    watched.save(RIGHT)
    assert "✓ relu" in watched.news()


@pytest.mark.parametrize("way", ["deleted", "moved"])
def test_a_folder_that_goes_away_ends_the_watch_with_4_and_a_sentence(
    watching: Callable[..., Watched], tmp_path: Path, way: str
) -> None:
    watched = watching("relu", text=RIGHT)
    if way == "deleted":
        shutil.rmtree(watched.folder)
    else:
        watched.folder.rename(tmp_path / "elsewhere")
    code, out, err = watched.ends()
    assert (code, out) == (4, "")
    assert f"The folder {watched.folder} is gone" in err


def test_a_folder_in_the_place_of_the_one_that_was_watched_is_watched(
    watching: Callable[..., Watched], tmp_path: Path
) -> None:
    watched = watching("relu", text=RIGHT)
    wrong_and_right = ((WRONG, "✗ relu  failed"), (RIGHT, "✓ relu"))
    for text, verdict in wrong_and_right:
        watched.save(text)
        assert verdict in watched.news()
    shutil.copytree(watched.folder, tmp_path / "copy")
    watched.folder.rename(tmp_path / "old")
    (tmp_path / "copy").rename(watched.folder)
    for text, verdict in wrong_and_right:
        watched.save(text)
        assert verdict in watched.news()


def test_a_file_that_is_away_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "answer.py"
    file.write_text(RIGHT, encoding="utf-8")

    def saves() -> Iterator[None]:
        for rid in (file.unlink, lambda: file.write_text("", encoding="utf-8")):
            rid()
            yield

    monkeypatch.setattr(
        "dlgrade.watch.time.sleep", lambda seconds: seconds and file.write_text(RIGHT, encoding="utf-8")
    )
    assert [s.files[0].text for s in readings(tmp_path, saves(), pytest.fail)] == [RIGHT] * 3


def test_a_file_that_cannot_be_opened_is_complained_of_and_the_watch_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(RIGHT, encoding="utf-8")

    def saves() -> Iterator[None]:
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "x.py").write_text("", encoding="utf-8")
        (tmp_path / "sub").chmod(0o400)
        yield
        (tmp_path / "sub").chmod(0o700)
        yield

    complaints: list[BaseException] = []
    found = list(readings(tmp_path, saves(), complaints.append))
    if os.name != "nt" and os.getuid() != 0:
        assert [type(c) for c in complaints] == [CannotRead]
    assert [f.path for f in found[-1].files] == ["answer.py", "sub/x.py"]


def test_files_that_stay_as_they_are_are_not_parsed_again(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(RIGHT, encoding="utf-8")

    def saves() -> Iterator[None]:
        (tmp_path / "b.py").write_text(WRONG, encoding="utf-8")
        yield

    before, after = readings(tmp_path, saves(), pytest.fail)
    assert before.files[0] is after.files[0]
    assert after.files[1].text == WRONG


def test_a_folder_without_any_file_left_is_one_where_all_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(RIGHT, encoding="utf-8")

    def saves() -> Iterator[None]:
        (tmp_path / "a.py").unlink()
        yield
        tmp_path.rmdir()
        yield

    found = readings(tmp_path, saves(), pytest.fail)
    assert [len(s.files) for s in itertools.islice(found, 2)] == [1, 0]
    with pytest.raises(FolderGone):
        next(found)


# ── The loop ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_exercise_that_is_a_stub_again_no_longer_counts_where_what_is_begun_does(
    course: Course, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLGRADE_CACHE_DIR", str(cache))
    stub = "def relu(x):\n    raise NotImplementedError\n\n\n"

    def saves() -> Iterator[None]:
        for text in (stub + OTHER, RIGHT + OTHER):
            (tmp_path / "a.py").write_text(HEAD + text, encoding="utf-8")
            yield

    (tmp_path / "a.py").write_text(HEAD + RIGHT + OTHER, encoding="utf-8")
    shown: list[tuple[list[str], list[str]]] = []

    def show(*reports: Report) -> None:
        new, so_far = ([f"{e.name} {e.verdict}" for e in report.exercises()] for report in reports)
        shown.append((new, so_far))

    exercises = course.select("relu_like").exercises
    with Grader(course, exercises) as grader:
        found = readings(tmp_path, saves(), pytest.fail)
        watch(found, Fingerprints(course, exercises), grader.grade, show, only_begun=True)
    both = ["relu passed", "relu6 passed"]
    assert shown == [(both, both), (["relu todo"], ["relu6 passed"]), (["relu passed"], both)]


def test_an_exercise_under_a_name_counts_from_the_first(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("", encoding="utf-8")
    (exercise,) = course.select("relu").exercises
    shown: list[Report] = []
    with Grader(course, (exercise,)) as grader:
        watch([read(tmp_path)], Fingerprints(course, (exercise,)), grader.grade, lambda new, all: shown.append(all))
    assert [(e.name, e.verdict) for report in shown for e in report.exercises()] == [("relu", "missing")]


# ── The command ───────────────────────────────────────────────────────────────────────────────────────────


@POSIX
@pytest.mark.skipif(shutil.which("pgrep") is None, reason="the test sees the worker through pgrep")
@pytest.mark.parametrize("amid", ["a call", "nothing"])
def test_an_interrupt_ends_the_watch_with_130_and_leaves_no_worker(watching: Callable[..., Watched], amid: str) -> None:
    watched = watching("relu", "--timeout", "100", text=RIGHT)
    workers: list[int] = []
    if amid == "a call":
        watched.save("def relu(x):\n    while True:\n        pass\n")
        while not workers:
            assert watched.process.poll() is None
            workers = children(watched.process.pid)
            time.sleep(0.05)
    else:
        workers = children(watched.process.pid)
    watched.process.send_signal(signal.SIGINT)
    code, out, err = watched.ends()
    assert (code, out) == (130, "")
    assert "Interrupted." in err
    assert "Traceback" not in err
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(n) for n in found.split()]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["relu"], "There is no workspace here"),
        (["rellu"], "did you mean"),
        (["relu", "--json", "-"], "No such option"),
        (["relu", "softmax"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    ran = dlgrade("watch", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert sentence in ran.stderr


def test_the_news_may_be_coloured(watching: Callable[..., Watched]) -> None:
    watched = watching("relu_like", "--color", "always", text=RIGHT + OTHER)
    watched.save(RIGHT + OTHER.replace("6.0", "7.0"))
    told = watched.news()
    assert "\x1b[" in told
    assert told.startswith("\n\x1b[31m✗ ")
    assert "relu_like" not in told


def test_reveal_keeps_back_in_the_news_what_it_keeps_back_in_a_report(watching: Callable[..., Watched]) -> None:
    watched = watching("relu", "--reveal", "verdict", text=RIGHT)
    watched.save(WRONG)
    told = watched.news()
    assert "✗ relu  failed" in told
    assert "call" not in told
    assert "|x|" not in told
