"""A process of one's own: what it dies of costs one call, and it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import gone, is_there
from dlgrade.own_process import CallFailed, Crew, OwnProcess, ProcessLost, request


def test_what_a_process_dies_of_costs_the_call_alone() -> None:
    crew = Crew()
    first = crew.call(request(os.getpid), 60)
    assert crew.call(request(os.getpid), 60) == first
    with pytest.raises(ProcessLost, match="SIGKILL"):
        crew.call(request(signal.raise_signal, signal.SIGKILL), 60)
    with pytest.raises(ProcessLost, match="exit code 7"):
        crew.call(request(os._exit, 7), 60)
    with pytest.raises(CallFailed, match="ValueError: invalid literal"):
        crew.call(request(int, "no number"), 60)
    assert crew.call(request(os.getpid), 60) != first
    crew.close()


def test_a_process_that_gives_no_answer_is_ended_at_its_deadline() -> None:
    crew = Crew()
    crew.call(request(os.getpid), 60)
    pids = crew.pids()
    begin = time.monotonic()
    with pytest.raises(ProcessLost, match="no answer"):
        crew.call(request(time.sleep, 60), 0.3)
    assert time.monotonic() - begin < 5
    assert gone(pids)
    crew.close()


def test_what_is_printed_in_a_process_does_not_come_among_its_answers(capfd: pytest.CaptureFixture[str]) -> None:
    crew = Crew()
    assert crew.call(request(os.system, "echo loud"), 60) == 0
    assert crew.call(request(print, "louder"), 60) is None
    crew.close()
    assert capfd.readouterr().out == ""


def test_a_call_of_many_megabytes_comes_through() -> None:
    process = OwnProcess()
    assert process.call(request(len, bytes(50_000_000)), 60) == 50_000_000
    assert len(process.call(request(bytes, 50_000_000), 60)) == 50_000_000
    process.close()


ABANDONED = """
import sys, time
from dlgrade.own_process import OwnProcess, request
process = OwnProcess()
print(process.pid, flush=True)
process.call(request(time.sleep, 60), 60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_process_at_work_ends_when_its_caller_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", ABANDONED], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        pid = int(caller.stdout.readline())
        assert is_there(pid)
        caller.kill()
    assert gone({pid})
