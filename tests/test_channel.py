"""The pipes to a worker never hold the grader up, whichever way they are waited for."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from dlgrade.worker.channel import Channel, Late, Polled, Threaded

KINDS = [pytest.param(Polled, marks=pytest.mark.skipif(os.name != "posix", reason="pipes cannot be polled")), Threaded]
LARGE = 3 * 2**20  # beyond what any pipe holds

Open = Callable[[str], Channel]


@pytest.fixture(params=KINDS)
def opened(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a channel to a Python script that sees `questions` and `answers`, two binary files."""
    started: list[tuple[Channel, subprocess.Popen[bytes]]] = []

    def open_to(script: str) -> Channel:
        text = f"import sys, time\nquestions, answers = sys.stdin.buffer, sys.stdout.buffer\n{script}"
        process = subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin
        assert process.stdout
        channel: Channel = request.param(process.stdin, process.stdout)
        channel.deadline = time.monotonic() + 30
        started.append((channel, process))
        return channel

    yield open_to
    for channel, process in started:
        process.kill()
        process.wait()
        channel.close()


def send(channel: Channel, raw: bytes) -> None:
    channel.write(raw)
    with contextlib.suppress(OSError):
        channel.flush()


def test_a_large_message_goes_there_and_back(opened: Open) -> None:
    channel = opened(f"raw = questions.read({LARGE}); answers.write(raw[::-1]); answers.flush(); time.sleep(60)")
    message = bytes(range(256)) * (LARGE // 256)
    send(channel, message)
    assert channel.read(LARGE) == message[::-1]


def test_an_answer_may_begin_before_the_question_is_read(opened: Open) -> None:
    channel = opened(f"answers.write(b'a' * {LARGE}); answers.flush(); questions.read({LARGE}); answers.write(b'b')")
    send(channel, bytes(LARGE))
    assert channel.read(LARGE) == b"a" * LARGE
    assert channel.read(1) == b"b"


def test_what_is_left_of_an_answer_is_read_next(opened: Open) -> None:
    channel = opened("answers.write(b'abcdef'); answers.flush(); time.sleep(60)")
    assert [channel.read(2), channel.read(3), channel.read(1)] == [b"ab", b"cde", b"f"]


@pytest.mark.parametrize(
    "script",
    ["time.sleep(60)", "questions.read(1); time.sleep(60)", "answers.write(b'12'); answers.flush(); time.sleep(60)"],
)
def test_one_deadline_holds_for_the_whole_message(opened: Open, script: str) -> None:
    channel = opened(script)
    send(channel, bytes(LARGE))
    channel.deadline = time.monotonic() + 0.3
    with pytest.raises(Late):
        channel.read(3)


def test_bytes_that_trickle_in_do_not_move_the_deadline(opened: Open) -> None:
    channel = opened("while True: answers.write(b'x'); answers.flush(); time.sleep(0.05)")
    channel.deadline = time.monotonic() + 0.5
    with pytest.raises(Late):
        channel.read(10_000)


@pytest.mark.parametrize(
    "script", ["", "answers.write(b'12'); answers.flush()", "import os; os.close(0); os.close(1); time.sleep(60)"]
)
def test_at_the_end_there_are_fewer_bytes(opened: Open, script: str) -> None:
    channel = opened(script)
    assert len(channel.read(3)) < 3


def test_an_end_that_another_process_holds_open_delays_no_closing(opened: Open) -> None:
    holder = "import subprocess; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])\n"
    channel = opened(f"{holder}answers.write(str(p.pid).rjust(9).encode()); answers.flush()")
    pid = int(channel.read(9))
    closing = threading.Thread(target=channel.close)
    closing.start()
    closing.join(5)
    is_closed = not closing.is_alive()
    os.kill(pid, 9)
    assert is_closed
