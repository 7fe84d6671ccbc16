"""A class graded on a Dask cluster: a real scheduler and real workers on this machine, some of which are killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, family, gone
from dlgrade import cluster
from dlgrade.batch import CannotGrade, Task, Terms, grade_all
from dlgrade.cluster import NoDask, NoScheduler, NoWorkers, OtherMachine
from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.executors import dask, dask_here, here
from dlgrade.records import Report
from dlgrade.task import BundledCourse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

TERMS = Terms(Course.in_clone(ROOT), "threshold_like", isolation="auto")
TOPIC = next(t for t in TERMS.course.topics() if t.name == TERMS.name)  # type: ignore[union-attr]
SOLUTION = TOPIC.solution_path.read_text(encoding="utf-8")


def task(number: int) -> Task:
    """A submission in which some exercises are wrong, others than in the one before."""
    wrong = [e.name for n, e in enumerate(TOPIC.exercises) if number >> n & 1]
    text = SOLUTION + "".join(f"\n\ndef {name}(*args, **kwargs):\n    return 0.0\n" for name in wrong)
    return Task(str(number), f"student {number}", f"{number}.py", ((f"{number}.py", text.encode()),))


def opened_with(deed: Callable[..., Any], *arguments: Any) -> Task:
    """A task that does a deed in the process that opens it, as a library that crashes or hangs would."""

    class Deed:
        def __reduce__(self) -> tuple[Any, ...]:
            return deed, arguments

    return replace(task(0), id="odd", pieces=((Deed(), b""),))  # type: ignore[arg-type]


def timeless(report: Report) -> dict[str, Any]:
    return {"rows": [replace(e, duration_s=0.0) for e in report.exercises()], "sha256": report.sha256}


class Machines:
    """A scheduler and workers, each started by its own command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.processes: list[subprocess.Popen[bytes]] = []
        # The workers share nothing with the client, not even the folder in which it was started.
        place = ["--port", self.address.rpartition(":")[2], "--host", "127.0.0.1"]
        self.scheduler = self.run("scheduler", *place, "--no-dashboard")
        wait_for(self.address)

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        local = ["--host", "127.0.0.1", "--local-directory", str(self.folder), "--no-dashboard"]
        return self.run("worker", self.address, *local, "--nthreads", "1", *options)

    def run(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words]
        with open(self.folder / f"{len(self.processes)}.log", "wb") as log:
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, seconds: float = 60) -> None:
    """Until somebody listens there."""
    host, port = address.removeprefix("tcp://").split(":")
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with contextlib.closing(Machines(tmp_path)) as started:
        yield started


def test_a_run_loses_nothing_when_a_worker_dies_and_none_is_graded_twice(machines: Machines) -> None:
    first, _second = machines.worker("--no-nanny"), machines.worker("--no-nanny")
    tasks = [task(n) for n in range(16)]
    alone = {g.id: timeless(g.report) for g in grade_all(tasks, TERMS, here()) if g.report}
    graded, killed = [], set()
    with dask(machines.address) as graders:
        for one in grade_all(tasks, TERMS, graders):
            graded.append(one)
            if len(graded) == 4:
                killed = family(first.pid)
                first.kill()
    assert sorted(g.id for g in graded) == sorted(t.id for t in tasks)
    assert {g.id: timeless(g.report) for g in graded if g.report} == alone
    # The grading process of the worker that was killed, its fork server and what this had forked are gone as well.
    assert len(killed) > 1
    first.wait()
    assert gone(killed)


def test_a_submission_that_ends_its_process_costs_no_other_and_no_worker(machines: Machines) -> None:
    # With a nanny a worker is daemonic, which `multiprocessing` lets have no processes.
    nanny = machines.worker("--nworkers", "1")
    with dask(machines.address) as graders:
        graded = {
            g.id: g for g in grade_all([opened_with(signal.raise_signal, signal.SIGSEGV), task(0)], TERMS, graders)
        }
        workers = family(nanny.pid)
    assert sorted(graded) == ["0", "odd"]
    assert graded["0"].report is not None
    assert graded["0"].report.percent == 100
    assert graded["odd"].is_fault
    assert "SIGSEGV" in str(graded["odd"].error)
    # When the nanny is asked to end, so does all that graded.
    nanny.send_signal(signal.SIGTERM)
    nanny.wait(20)
    assert gone(workers)


@pytest.mark.parametrize(
    ("course", "word"),
    [(BundledCourse("0.0.0", ""), "same version"), (BundledCourse(cluster.__version__, "0" * 64), "other suites")],
    ids=["version", "suites"],
)
def test_a_machine_that_would_grade_by_something_else_ends_the_run_and_is_named(
    course: BundledCourse, word: str
) -> None:
    with pytest.raises(CannotGrade, match=word) as refusal:
        list(grade_all([task(0)], replace(TERMS, course=course), here()))
    assert os.uname().nodename in str(refusal.value)
    assert refusal.value.exit_code == 3


def test_a_worker_without_the_program_is_named_before_anything_is_graded(machines: Machines) -> None:
    # -S -P and no PYTHONPATH: it has Dask, from where this process has it, and a folder in the place of dlgrade.
    (machines.folder / "dlgrade").mkdir()
    (machines.folder / "dlgrade" / "__init__.py").write_text("", encoding="utf-8")
    boot = "import sys; sys.path.insert(0, sys.argv.pop(1)); from dask.__main__ import main; main()"
    command = [sys.executable, "-c", boot, str(machines.folder), "worker", machines.address, "--no-nanny"]
    with open(machines.folder / "worker.log", "wb") as log:
        machines.processes.append(subprocess.Popen(command, cwd=machines.folder, stdout=log, stderr=log))
    with pytest.raises(OtherMachine, match="no dlgrade"):
        dask(machines.address)


def test_a_scheduler_that_cannot_be_reached_is_told_in_seconds_with_the_remedy() -> None:
    begin = time.monotonic()
    for address in (f"tcp://127.0.0.1:{free_port()}", "nonsense://here", "tcp://"):
        with pytest.raises(NoScheduler, match="dask scheduler") as refusal:
            dask(address)
        assert address in str(refusal.value)
    assert time.monotonic() - begin < 3 * cluster.CONNECT_SECONDS


def test_a_scheduler_without_workers_is_told_with_the_remedy(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "FIRST_WORKER_SECONDS", 0.5)
    with pytest.raises(NoWorkers, match="dask worker"):
        dask(machines.address)


@pytest.mark.parametrize(("dead", "error"), [("scheduler", NoScheduler), ("worker", NoWorkers)])
def test_a_run_without_a_scheduler_or_without_workers_ends_with_its_error(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, dead: str, error: type[DlgradeError]
) -> None:
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 0.5)
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.5)
    victim = {"worker": machines.worker("--no-nanny"), "scheduler": machines.scheduler}[dead]

    def tasks() -> Iterator[Task]:
        yield opened_with(time.sleep, 60)
        victim.kill()
        yield opened_with(time.sleep, 60)

    begin = time.monotonic()
    with dask(machines.address) as graders, pytest.raises(error):
        list(grade_all(tasks(), TERMS, graders))
    assert time.monotonic() - begin < 30


def test_a_cluster_of_this_machine_grades_and_leaves_no_process() -> None:
    # Python's own process for what `multiprocessing` leaves behind stays as long as this one.
    resource_tracker.ensure_running()
    before = family(os.getpid())
    with dask_here(2) as graders:
        graded = list(grade_all(map(task, range(6)), TERMS, graders))
        started = family(os.getpid()) - before
    assert sorted(g.id for g in graded) == sorted(map(str, range(6)))
    assert all(g.report for g in graded)
    assert len(started) >= 4
    assert gone(started)


def test_without_dask_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoDask, match=r"pip install 'dlgrade\[cluster\]'"):
        dask("tcp://127.0.0.1:8786")
    assert issubclass(NoDask, DlgradeError)
