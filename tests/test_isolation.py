"""Each layer of the wall holds by itself, is believed only when it was seen to hold, and is told of in every report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, dlgrade, worker_of
from dlgrade.worker import bubblewrap
from dlgrade.worker.isolation import LAYERS, LEVELS, REMEDIES, Isolation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's layers are Linux's")

# What a layer stops is tried without the guard, which would refuse most of it before the kernel is asked.
INSIDE = """
import ctypes, errno, os, sys
import numpy as np
from dlgrade.worker import sandbox, syscalls
libc = ctypes.CDLL(None, use_errno=True)
standard, numpy_folder = (os.path.dirname(os.path.realpath(os.__file__)),), os.path.dirname(np.__file__)
program = syscalls.program()
torch = __import__("importlib.util").util.find_spec("torch").origin
def shown(attempt):
    try:
        result = attempt()
    except OSError as error:
        return errno.errorcode[error.errno]
    except MemoryError:
        return "MemoryError"
    return errno.errorcode[ctypes.get_errno()] if result == -1 else "done"
"""


def inside(layer: str, attempt: str, tmp_path: Path) -> str:
    """What comes of an attempt behind one layer alone."""
    put_up = {
        "no layer": "''",
        "rlimits": "sandbox.limit_resources()",
        "landlock": "sandbox.shut_files(standard, numpy_folder)",
        "seccomp": "sandbox.forbid_system_calls(program)",
    }[layer]
    script = f"{INSIDE}\nassert {put_up} == ''\nprint(shown(lambda: {attempt}))"
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT / "grader")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path, env=one_thread
    )
    return done.stdout.strip() or done.stderr


FILES = {
    "reading a file": "open('/etc/passwd').read()",
    "reading an installed package": "open(torch).read()",
    "reading a suite": f"open({str(ROOT / 'grader/suites/week03/relu_like.py')!r}).read()",
    "reading its own memory": "open('/proc/self/mem', 'rb').read(1)",
    "writing a file": "open('new.txt', 'w')",
    "making a folder": "os.mkdir('new')",
    "removing a file": "os.remove('old.txt')",
    "a link": "os.symlink('/etc/passwd', 'new')",
    "listing a folder": "os.listdir('/etc')",
    "shared memory": "open('/dev/shm/dlgrade-test', 'w')",
}
CALLS = {
    "a socket": "libc.socket(2, 1, 0)",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "vfork and exec": "os.posix_spawn('/bin/true', ['true'], {})",
    "a signal to another": "libc.kill(os.getppid(), 0)",
    "a signal to a thread of another": "libc.tgkill(os.getppid(), os.getppid(), 0)",
    "ptrace": "libc.ptrace(16, os.getppid(), 0, 0)",
    "another's memory": "libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0)",
    "a namespace": "libc.unshare(0x10000000)",
    "a mount": "libc.mount(b'none', b'/', b'tmpfs', 0, None)",
    "memory that no limit counts": "libc.memfd_create(b'x', 0)",
    "memory that outlives": "libc.shmget(0, 4096, 0o1600)",
    "another identity": "libc.setuid(0)",
    "another's limits": "libc.prlimit(os.getppid(), 7, None, None)",
    "limits of its own": "libc.setrlimit(7, (ctypes.c_uint64 * 2)(9, 9))",
    "a terminal's input": "libc.ioctl(1, 0x5412, b'x')",
    "a change of file": "os.chmod('old.txt', 0)",
    "io_uring": "libc.syscall(425, 8, None)",
    "bpf": "libc.syscall(321, 0, None, 0)",
}
LEFT_FREE = {
    "threads": "__import__('concurrent.futures').futures.ThreadPoolExecutor(4).submit(int).result()",
    "a product": "float((np.ones((300, 300)) @ np.ones((300, 300)))[0, 0])",
    "a late import": "[__import__(n) for n in ('decimal', 'statistics', 'csv', 'zlib', 'difflib', 'secrets')] and 0",
    "half a gigabyte": "np.ones(2**26).sum() and 0",
    "nowhere": "open(os.devnull, 'w').write('x')",
    "time": "__import__('time').sleep(0.01)",
    "random numbers": "len(os.urandom(8))",
}


@pytest.mark.parametrize("attempt", FILES)
def test_landlock_leaves_nothing_to_read_but_libraries_and_nothing_to_change(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "old.txt").touch()
    assert inside("landlock", FILES[attempt], tmp_path) == "EACCES"
    assert os.listdir(tmp_path) == ["old.txt"]


@pytest.mark.parametrize("attempt", CALLS)
def test_seccomp_refuses_what_no_exercise_needs(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "old.txt").touch()
    assert inside("seccomp", CALLS[attempt], tmp_path) == "EPERM"


def test_a_limit_on_memory_holds(tmp_path: Path) -> None:
    assert inside("rlimits", "bytearray(4 * 2**30)", tmp_path) == "MemoryError"


@pytest.mark.parametrize("attempt", LEFT_FREE)
@pytest.mark.parametrize("layer", ["rlimits", "landlock", "seccomp"])
def test_what_honest_code_does_is_left_free(layer: str, attempt: str, tmp_path: Path) -> None:
    assert inside(layer, LEFT_FREE[attempt], tmp_path) == "done"


def test_without_layers_the_same_attempts_go_through(tmp_path: Path) -> None:
    harmless = [
        FILES["reading a file"],
        FILES["writing a file"],
        CALLS["a socket"],
        CALLS["memory that no limit counts"],
    ]
    assert [inside("no layer", attempt, tmp_path) for attempt in harmless] == ["done"] * 4


# ── What is told of it ────────────────────────────────────────────────────────────────────────────────────


def told(level: str) -> Isolation:
    with worker_of({}, level) as worker:
        return worker.wait_until_ready()


@pytest.mark.parametrize("level", ["basic", "standard"])
def test_a_level_by_its_name_has_its_layers_and_no_others(level: str) -> None:
    isolation = told(level)
    assert isolation.level == level
    assert set(isolation.active) == LEVELS[level]
    assert {layer for layer, _ in isolation.missing} == set(LAYERS) - LEVELS[level]


def test_with_bubblewrap_the_level_is_strong() -> None:
    if not bubblewrap.program():
        pytest.skip("bwrap is not installed")
    isolation = told("strong")
    missing = dict(isolation.missing)
    if "bubblewrap" in missing:
        pytest.skip(f"no namespaces here: {missing['bubblewrap']}")
    assert (isolation.level, isolation.active, isolation.missing) == ("strong", LAYERS, ())


@pytest.mark.parametrize(
    ("lacking", "level"),
    [("bubblewrap", "standard"), ("seccomp", "basic"), ("landlock", "basic"), ("undumpable", "basic")],
)
def test_the_level_is_the_highest_whose_layers_are_all_there(lacking: str, level: str) -> None:
    isolation = Isolation.of({lacking: "gone"})
    assert (isolation.level, isolation.missing) == (level, ((lacking, "gone"),))
    assert REMEDIES[lacking]


def test_the_report_tells_the_layers_and_why_the_others_are_missing(tmp_path: Path) -> None:
    bwrap = tmp_path / "bwrap"
    bwrap.write_text("#!/bin/sh\necho 'no namespaces for you' >&2; exit 1\n", encoding="utf-8")
    bwrap.chmod(0o755)
    result = dlgrade("relu", "solutions", "--json", "-", env={"PATH": str(tmp_path)})
    isolation = json.loads(result.stdout)["environment"]["isolation"]
    assert isolation["level"] == "standard"
    assert isolation["missing"] == [{"layer": "bubblewrap", "why": "no namespaces for you"}]


@pytest.fixture
def without_seccomp(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('Unable to find libseccomp')\n", encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path)}


def test_strict_refuses_below_standard_with_the_remedy(without_seccomp: dict[str, str]) -> None:
    result = dlgrade("relu", "solutions", "--isolation", "strict", env=without_seccomp)
    assert result.returncode == 3
    assert "seccomp (Unable to find libseccomp)" in result.stderr
    assert "apt install libseccomp2" in result.stderr
    assert "Traceback" not in result.stderr


def test_auto_takes_what_there_is_and_says_so(without_seccomp: dict[str, str]) -> None:
    result = dlgrade("relu", "solutions", "--json", "-", env=without_seccomp)
    assert result.returncode == 0
    isolation = json.loads(result.stdout)["environment"]["isolation"]
    assert isolation["level"] == "basic"
    assert {"layer": "seccomp", "why": "Unable to find libseccomp"} in isolation["missing"]


def test_the_terminal_says_that_a_result_is_local_where_the_kernel_does_not_hold_the_submission() -> None:
    assert "local result (isolation: basic)" in dlgrade("relu", "solutions", "--isolation", "none").stdout
    held = dlgrade("relu", "solutions", "-v").stdout
    assert "local result" not in held
    assert "isolation: st" in held


def test_where_nothing_was_run_nothing_is_said_of_what_held_it(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def relu(:", encoding="utf-8")
    shown = dlgrade("relu", tmp_path / "broken.py").stdout
    assert "unreadable" in shown
    assert "isolation" not in shown


ORPHAN = """
import sys
from dlgrade.suite.inputs import Call
from dlgrade.worker import starters
from dlgrade.worker.host import Worker
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.launch import Launch
source = "def f():\\n    while True: pass\\n"
processes = getattr(starters, sys.argv[2])(Launch(CHOICES[sys.argv[1]]))
worker = Worker({"answer": source}, processes)
worker.wait_until_ready()
print("ready", flush=True)
worker.ask(("answer", "f", Call(()).encoded), 60)
"""


@pytest.mark.parametrize("way", ["ForkServer", "Spare"])
@pytest.mark.parametrize("level", ["basic", "standard", "strong"])
def test_a_grader_that_is_killed_leaves_no_worker_though_that_is_busy(level: str, way: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "grader")}
    command = [sys.executable, "-c", ORPHAN, level, way]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as grader:
        assert grader.stdout
        assert grader.stdout.readline() == b"ready\n"
        time.sleep(0.3)
        family = children_of(grader.pid)
        assert family
        grader.kill()
    deadline = time.monotonic() + 10
    while any(is_running(pid) for pid in family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in family if is_running(pid)] == []


def children_of(pid: int) -> list[int]:
    below = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [*below, *(inner for child in below for inner in children_of(child))]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_strict_grades_where_standard_is_reached() -> None:
    assert dlgrade("relu", "solutions", "--isolation", "strict").returncode == 0


def test_none_leaves_the_kernel_out_of_it() -> None:
    result = dlgrade("relu", "solutions", "--isolation", "none", "--json", "-")
    assert json.loads(result.stdout)["environment"]["isolation"]["active"] == ["process", "audit"]


def test_doctor_tells_what_is_missing_and_how_to_get_it(without_seccomp: dict[str, str]) -> None:
    shown = dlgrade("doctor", env=without_seccomp).stdout
    assert "basic" in shown
    assert "Unable to find libseccomp" in shown
    assert "apt install libseccomp2" in shown


# ── The grader's own memory ───────────────────────────────────────────────────────────────────────────────

SPY = """
import ctypes, os, sys
from dlgrade.worker import own_memory
assert own_memory.shut() == ""
if os.fork() == 0:
    os.setresuid(65534, 65534, 65534)
    for name in ("mem", "environ", "maps"):
        try:
            open(f"/proc/{os.getppid()}/{name}", "rb").read(1)
            print(name, "read")
        except OSError as error:
            print(name, error.strerror)
    os._exit(0)
os.setresuid(65534, 65534, 65534)
own_memory.shut()
os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="takes another user's place")
def test_the_graders_memory_is_shut_to_other_processes_of_its_user() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "grader")}
    done = subprocess.run([sys.executable, "-c", SPY], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split("\n")[:2] == ["mem Permission denied", "environ Permission denied"]
