"""`dlgrade watch` at a terminal: a week done with what the screen tells, and a terminal left as it was."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, family, gone
from dlgrade.course import Course
from dlgrade.workspace import State, init
from test_keys import SILENT

if TYPE_CHECKING or os.name != "nt":
    import pexpect

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX"),
    # Said of every fork from Python 3.12 on; the child of this one runs another program at once.
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]
# As long as a loaded machine may take; nothing waits for it where all is well.
DEADLINE = 120
CLEAR = "\x1b[H\x1b[2J"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
PROMPT = "seat> "
DLGRADE = f"{shlex.quote(sys.executable)} -m dlgrade"


class Seat:
    """A person at a shell in a terminal, who knows what the screen shows and nothing else."""

    def __init__(self, folder: Path, cache: Path, **environment: str) -> None:
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST", "LINES", "COLUMNS"))}
        settings = {"TERM": "xterm", "PYTHONIOENCODING": "utf-8", "DLGRADE_CACHE_DIR": str(cache), "PS1": PROMPT}
        self.folder = folder
        self.shell = pexpect.spawn(
            "bash", ["--norc", "--noprofile", "--noediting", "-i"], cwd=str(folder), dimensions=(30, 80),
            env={**plain, **settings, **environment}, encoding="utf-8", codec_errors="replace", timeout=DEADLINE,
        )  # fmt: skip
        self.log = self.shell.logfile_read = io.StringIO()
        self.shell.expect_exact(PROMPT)
        self.raw = self.text = ""

    def run(self, command: str) -> str:
        """Run a command to its end; what it wrote."""
        self.shell.sendline(command)
        return self.ended()

    def ended(self) -> str:
        """Wait for the shell; what was written before its prompt."""
        self.shell.expect_exact(PROMPT)
        self.raw = ""
        return str(self.shell.before).replace("\r\n", "\n")

    def watch(self, *arguments: str) -> None:
        self.shell.sendline(f"{DLGRADE} watch {' '.join(arguments)}")

    def see(self, *signs: str) -> str:
        """Wait until the screen shows all of these, and the last line of a screen."""
        while True:
            self.text = STYLE.sub("", self.raw.rpartition(CLEAR)[2].replace("\r\n", "\n"))
            ends = self.text.rstrip().endswith(("quit", "goes back", "n no"))
            if CLEAR in self.raw and ends and all(sign in self.text for sign in signs):
                return self.text
            try:
                self.raw += self.shell.read_nonblocking(65536, timeout=DEADLINE)
            except (pexpect.TIMEOUT, pexpect.EOF):
                raise AssertionError(f"no {signs} on the screen, but:\n{self.text}") from None

    def press(self, key: str, *signs: str) -> str:
        """Press a key that the screen offers, and see what it does."""
        name = {"\r": "Enter", "\x1b": "any other key", "\x1b[A": "j k", " ": "any key"}.get(key, f"{key} ")
        assert name in self.text, f"{key!r} is not offered by\n{self.text}"
        self.raw = ""
        self.shell.send(key)
        return self.see(*signs)

    def place(self) -> tuple[str, Path, int]:
        """The exercise at hand, its file and its line."""
        found = re.match(r"(\w+)(?:  bonus)?  (\S+):(\d+)\n", self.text)
        assert found, self.text
        return found[1], self.folder / found[2], int(found[3])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def seated(tmp_path: Path, cache: Path, course: Course) -> Iterator[Callable[..., Seat]]:
    """Sit down in an empty folder, or in a workspace."""
    seats: list[Seat] = []

    def sit(*, has_workspace: bool = True, **environment: str) -> Seat:
        folder = tmp_path / f"seat{len(seats)}"
        folder.mkdir()
        if has_workspace:
            init(course, folder)
        seats.append(Seat(folder, cache, **environment))
        return seats[-1]

    yield sit
    for seat in seats:
        seat.shell.close(force=True)


def save(path: Path, text: str) -> None:
    """Save as most editors do: a new file in the place of the old one."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)


def test_a_whole_week_is_done_with_what_the_screen_tells(seated: Callable[..., Seat]) -> None:
    seat = seated(has_workspace=False)
    begin = seat.run(f"{DLGRADE} init")
    (week,) = re.findall(r"`dlgrade (\w+)`\s+grades a week", begin)
    seat.watch(week)
    seat.see("Not begun", "0/30")

    # A wrong answer at the place that the screen names: its parameters stand there.
    name, path, line = seat.place()
    stub = path.read_text(encoding="utf-8")
    lines = stub.split("\n")
    assert lines[line - 1] == f"def {name}(x: np.ndarray, threshold: float, value: float) -> np.ndarray:"
    body = lines.index("    raise NotImplementedError", line)
    wrong = "\n".join([*lines[:body], "    return np.where(x > threshold, value, x)", *lines[body + 1 :]])
    save(path, wrong)
    told = " ".join(seat.see(f"✗ {name}  failed", "call ", "got ", "expected ").split())
    assert "→ Inputs above the threshold pass and the others are replaced; you do the reverse." in told

    # Hints, and they stay when something is saved.
    seat.press("h", "hint 1/3")
    seat.press("h", "hint 1/3", "hint 2/3")
    seat.raw = ""
    save(path, wrong.replace("return np.where", "return 1 * np.where"))
    assert "hint 3/3" not in seat.see("failed", "hint 1/3", "hint 2/3")

    # Its picture, and back.
    assert " ✗ yours" in seat.press("p", "any key goes back")
    seat.press(" ", f"✗ {name}  failed")

    # Its stub again.
    seat.press("r", "Put the stub", "y yes")
    kept = seat.press("y", "Not begun", "is kept as")
    (backup,) = re.findall(r"kept as\s+(\S+)\.\n", kept)
    assert path.read_text(encoding="utf-8") == stub
    assert "1 * np.where" in (seat.folder / backup).read_text(encoding="utf-8")

    # Over to the next one, and back by the list.
    seat.press("n")
    assert seat.place()[0] != name
    assert seat.press("l", "0 of 33 passed").count("to do") >= 20
    seat.press("\x1b[A", f">   {name}")
    seat.press("\r", "Not begun")
    assert seat.place()[0] == name

    # The rest, a file at a time, wherever `n` leads.
    while "exercises are passed" not in seat.text:
        name, path, _line = seat.place()
        seat.raw = ""
        save(path, (ROOT / "solutions" / path.relative_to(seat.folder)).read_text(encoding="utf-8"))
        seat.see(f"✓ {name}  passed")
        if "`n` goes on" in seat.text:
            (following,) = re.findall(r"goes on to (\w+)", seat.text)
            seat.press("n", following)
            assert seat.place()[0] == following
    seat.see("All 33 exercises are passed.", "week 3  ████████████████████  30/30")
    seat.shell.send("q")
    assert "30 of 30 in week 3 are passed." in seat.ended()
    assert seat.run("echo code $?").endswith("code 0\n")
    assert set(State.load(seat.folder).verdicts.values()) == {"passed"}


WAYS = [("q", 0), ("\x03", 130), ("\x03 amid a call", 130), ("SIGTERM", 143), ("its folder goes", 4)]


@pytest.mark.parametrize(("way", "code"), WAYS)
def test_the_terminal_is_as_it_was_whatever_ends_the_watch(seated: Callable[..., Seat], way: str, code: int) -> None:
    seat = seated(NO_COLOR="1")
    before = seat.run("stty -a").partition("\n")[2]
    # Unlike a shell at its prompt, one that runs a script leaves the terminal's settings alone.
    seat.shell.sendline(f"bash -c 'trap : TERM; {DLGRADE} watch relu; echo code $?; stty -a'")
    seat.see("Not begun")
    assert not STYLE.search(seat.raw)
    if "amid" in way:
        save(seat.place()[1], "def relu(x):\n    while True:\n        pass\n")
        seat.shell.expect_exact("Grading; Ctrl-C ends the watch.")
    processes = family(seat.shell.pid) - {seat.shell.pid} if sys.platform == "linux" else set()
    if way == "SIGTERM":
        os.killpg(in_front(seat), signal.SIGTERM)
    elif way == "its folder goes":
        shutil.rmtree(seat.folder)
    else:
        seat.shell.send(way[0])
    said = seat.ended()
    assert "Traceback" not in said
    assert ("Interrupted." in said) == (code == 130)
    assert ("is gone; there is nothing left to watch" in said) == (code == 4)
    assert said.endswith(f"code {code}\n{before}")
    assert re.findall(r"\x1b\[\?2004([hl])", seat.log.getvalue()) == ["h", "l"]
    assert gone(processes)


def in_front(seat: Seat) -> int:
    """The group of processes in the foreground of the terminal, by its leader."""
    return os.tcgetpgrp(seat.shell.child_fd)


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP] if os.name != "nt" else [])
def test_a_suspended_watch_goes_on_as_it_was(seated: Callable[..., Seat], number: signal.Signals) -> None:
    seat = seated()
    before = seat.run("stty -a")
    seat.watch("relu")
    seat.see("Not begun")
    if number is signal.SIGTSTP:
        seat.shell.send("\x1a")
    else:
        os.kill(in_front(seat), number)
    assert "Stopped" in seat.ended()
    seat.shell.sendline("fg")
    seat.see("Not begun")
    seat.press("l", "0 of 1 passed")
    seat.press("\x1b", "Not begun")
    seat.shell.send("q")
    seat.ended()
    assert seat.run("stty -a") == before


# Has it suspended as a shell does that leaves the terminal's settings alone.
SUSPENDING = """
import os, signal, subprocess, sys
watch = subprocess.Popen([sys.executable, "-m", "dlgrade", "watch", "relu"])
signal.signal(signal.SIGUSR1, lambda *_: os.kill(watch.pid, signal.SIGTSTP))
os.waitpid(watch.pid, os.WUNTRACED)
print("is suspended", flush=True)
os.system("stty -a")
print("goes on", flush=True)
os.kill(watch.pid, signal.SIGCONT)
os.waitpid(watch.pid, 0)
"""


def test_the_terminal_is_as_it_was_while_the_watch_is_suspended(seated: Callable[..., Seat]) -> None:
    seat = seated()
    before = seat.run("stty -a").partition("\n")[2]
    (seat.folder / "suspend").write_text(SUSPENDING, encoding="utf-8")
    seat.shell.sendline(f"{shlex.quote(sys.executable)} suspend")
    seat.see("Not begun")
    os.kill(in_front(seat), signal.SIGUSR1)
    seat.shell.expect_exact("goes on")
    assert str(seat.shell.before).replace("\r\n", "\n").endswith(f"is suspended\n{before}")
    seat.raw = ""
    seat.see("Not begun")
    seat.press("l", "0 of 1 passed")
    seat.press("\x1b", "Not begun")
    seat.shell.send("q")
    assert "You are at relu" in seat.ended()
    assert seat.run("stty -a").partition("\n")[2] == before


def test_what_is_no_key_does_no_harm(seated: Callable[..., Seat]) -> None:
    seat = seated()
    seat.watch("relu")
    seat.see("Not begun")
    path = seat.place()[1]
    paste = "q\nry" * 300
    for noise in (*SILENT.values(), "\x1b[A", "\x1b[B", "\x1b", "\r", "xyz", "ğ", f"\x1b[200~{paste}\x1b[201~", paste):
        seat.shell.send(noise)
    seat.raw = ""
    save(path, "def relu(x):\n    return (x + abs(x)) / 2\n")
    seat.see("✓ relu  passed")
    seat.press("l", "1 of 1 passed")
    seat.press("\x1b", "✓ relu  passed")
    assert b"abs(x)" in path.read_bytes()
    assert not path.with_suffix(".py.bak").exists()
    seat.shell.send("q")
    assert "You are at relu" in seat.ended()


def test_a_terminal_that_cannot_be_cleared_gets_lines(seated: Callable[..., Seat]) -> None:
    seat = seated(TERM="dumb")
    seat.watch("relu")
    seat.shell.expect_exact("Watching")
    seat.shell.send("\x03")
    assert "\x1b" not in seat.ended()
    assert seat.run("echo code $?").endswith("code 130\n")
