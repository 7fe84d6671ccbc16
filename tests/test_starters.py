"""Both ways to a worker's process, forked from a clean one and started ahead, keep what the wall promises."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import worker_of
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.submission import read
from dlgrade.suite.inputs import Call
from dlgrade.worker import starters
from dlgrade.worker.host import Worker, WorkerCrashed, WorkerTimeout
from dlgrade.worker.isolation import CHOICES, LEVELS
from dlgrade.worker.launch import Launch
from dlgrade.worker.starters import ForkServer, Spare, Starter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")

Way = Callable[[frozenset[str]], Starter]


@pytest.fixture(params=[ForkServer, Spare], ids=["forked", "ahead"])
def way(request: pytest.FixtureRequest) -> Way:
    return lambda layers: request.param(Launch(layers))


@pytest.fixture
def processes(way: Way) -> Iterator[Starter]:
    with contextlib.closing(way(CHOICES["standard"])) as started:
        yield started


SOURCE = """
import os, sys
import numpy as np

def pid():
    return os.getpid()

def mark():
    np.marked, sys.marked = True, True
    return hasattr(np, "marked")

def marks():
    return hasattr(np, "marked") or hasattr(sys, "marked")

def modules():
    return sorted(sys.modules)

def drawn():
    return np.random.default_rng().random()

def ends():
    os._exit(1)

def hangs():
    while True: pass
"""


def ask(worker: Worker, function: str, seconds: float = 30) -> Any:
    return worker.ask(("answer", function, Call(()).encoded), seconds).result


def children() -> set[int]:
    return {int(n) for n in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()}


def below(pid: int) -> set[int]:
    own = {int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()}
    return own.union(*map(below, own))


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_what_one_submission_leaves_behind_the_next_does_not_find(processes: Starter) -> None:
    with Worker({"answer": SOURCE}, processes) as first:
        assert ask(first, "mark") is True
        with Worker({"answer": SOURCE}, processes) as second:
            assert ask(second, "marks") is False
    with Worker({"answer": SOURCE}, processes) as third:
        assert ask(third, "marks") is False


def test_two_workers_may_be_asked_in_turns(processes: Starter) -> None:
    with Worker({"answer": SOURCE}, processes) as first, Worker({"answer": SOURCE}, processes) as second:
        assert ask(first, "pid") != ask(second, "pid")
        first.close()
        assert ask(second, "marks") is False


def test_a_worker_holds_numpy_and_the_far_side_and_nothing_else_of_the_program(processes: Starter) -> None:
    with Worker({"answer": SOURCE}, processes) as worker:
        modules = ask(worker, "modules")
    installed = set(metadata.packages_distributions()) - {"numpy", "dlgrade"}
    assert {name.partition(".")[0] for name in modules} & installed == set()
    own = {name for name in modules if name.startswith("dlgrade.")}
    far_side = {"child", "fork_server", "guard", "landlock", "observe", "sandbox", "tree", "wire"}
    assert own <= {"dlgrade.worker", *(f"dlgrade.worker.{name}" for name in far_side)}


def test_two_workers_draw_different_random_numbers(processes: Starter) -> None:
    with Worker({"answer": SOURCE}, processes) as first, Worker({"answer": SOURCE}, processes) as second:
        assert ask(first, "drawn") != ask(second, "drawn")


@pytest.mark.parametrize("level", ["basic", "standard"])
def test_the_layers_of_a_level_hold_whichever_way_a_worker_comes(way: Way, level: str) -> None:
    with worker_of({}, level, of=way) as worker:
        assert set(worker.wait_until_ready().active) == LEVELS[level]


@pytest.mark.parametrize(("function", "lost"), [("ends", WorkerCrashed), ("hangs", WorkerTimeout)])
def test_after_a_worker_was_lost_the_next_one_answers(processes: Starter, function: str, lost: type[Exception]) -> None:
    with Worker({"answer": SOURCE}, processes) as worker, pytest.raises(lost):
        ask(worker, function, seconds=0.5)
    with Worker({"answer": SOURCE}, processes) as worker:
        assert ask(worker, "marks") is False


def test_thirty_lost_workers_leave_no_process_and_no_descriptor(processes: Starter) -> None:
    def held() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), len(set().union(*map(below, children())))

    with Worker({"answer": SOURCE}, processes) as worker:
        ask(worker, "marks")
    before = held()
    for _ in range(30):
        with Worker({"answer": SOURCE}, processes) as worker, pytest.raises(WorkerCrashed):
            ask(worker, "ends")
    assert held() == before


def test_closing_ends_whatever_was_started(way: Way) -> None:
    before = children()
    processes = way(CHOICES["standard"])
    with Worker({"answer": SOURCE}, processes) as worker:
        ask(worker, "marks")
        family = children() - before
        family = family.union(*map(below, family))
    processes.close()
    assert family
    assert [pid for pid in family if not gone(pid)] == []


def test_a_server_that_is_gone_is_replaced_when_the_next_worker_is_wanted() -> None:
    with contextlib.closing(ForkServer(Launch(CHOICES["standard"]))) as processes:
        with Worker({"answer": SOURCE}, processes) as worker:
            ask(worker, "marks")
            assert processes._server is not None
            os.kill(processes._server.pid, signal.SIGKILL)
            processes._server.wait()
            with pytest.raises(WorkerCrashed):
                ask(worker, "marks")
        with Worker({"answer": SOURCE}, processes) as worker:
            assert ask(worker, "marks") is False


def test_where_nothing_can_be_forked_a_week_is_graded_all_the_same(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starters, "why_not_forked", lambda: "not here")
    exercises = course.select("relu_like").exercises
    with Grader(course, exercises) as grader:
        assert isinstance(grader._starter, Spare)
        report = grader.grade(read(course.solutions_dir))
    assert report.percent == 100
