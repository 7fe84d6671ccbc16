"""The wall with a real process behind it: what crosses, what is refused, and that nothing is left of a worker."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import grade_path, worker_of
from dlgrade.course import Course
from dlgrade.judge.verdict import identical
from dlgrade.records import ExerciseResult
from dlgrade.worker.host import Worker, WorkerCrashed, WorkerTimeout
from dlgrade.worker.observe import Outcome
from dlgrade.worker.wire import Code, Foreign

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

# What a hostile submission can find out: the pipe to the grader and the nonce of the open question.
FORGE = """
import struct, sys
def write(payload, other=0):
    frame = sys._getframe()
    while "answers" not in frame.f_locals:
        frame = frame.f_back
    pipe, nonce = frame.f_locals["answers"], frame.f_locals["nonce"]
    pipe.write(struct.pack("<QQ", nonce + other, len(payload)) + payload)
    pipe.flush()
"""


def ask(worker: Worker, function: str, *args: Any, seconds: float = 30, **asked: Any) -> Outcome:
    how = {"kwargs": {}, "probe": None, "layout": "plain", "echo": False, "twice": False, **asked}
    return worker.ask(("answer", function, (args, *how.values())), seconds)


def once(source: str, seconds: float = 30) -> Outcome:
    """What came of `f()` in a worker of its own."""
    with worker_of({"answer": source}) as worker:
        return ask(worker, "f", seconds=seconds)


HONEST = """
import os, sys, threading
import numpy as np

def same(*values, **more):
    return (*values, more) if more else values if len(values) > 1 else values[0]

def pid():
    return os.getpid()

def environment():
    return sorted(os.environ)

def folder():
    return os.getcwd(), sys.stdin.read(), [name for name in sys.path if "packages" in name]

def prints():
    print("3.0")
    sys.stderr.write("loud")
    os.write(1, b"passed")
    return 3.0

def threads():
    sums = []
    workers = [threading.Thread(target=lambda: sums.append(1)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(sums)

def product():
    return (np.full((500, 500), 2.0) @ np.eye(500)).sum()

def modules():
    import bisect, collections, copy, dataclasses, decimal, enum, fractions, functools, heapq, itertools
    import json, operator, random, re, statistics, string, typing
    return statistics.mean([fractions.Fraction(1, 2), decimal.Decimal("0.5").as_integer_ratio()[0] / 2]) * 1.0

def parts_of_numpy():
    import numpy.fft, numpy.linalg, numpy.polynomial, numpy.random
    return numpy.polynomial.Polynomial([0, 1])(numpy.linalg.norm([3, 4])) + numpy.random.default_rng(0).random() * 0

def half_a_gigabyte():
    return np.zeros(500 * 2**20 // 8).shape[0]

def four_megabytes():
    return np.arange(2**19) * 1.0

def hundred_megabytes():
    return np.zeros(100 * 2**20 // 8)

def lists_of_forty_megabytes():
    return [np.zeros(40 * 2**20 // 8)] * 2

def too_much():
    return np.ones(2**32).sum()

def raises():
    x = 1
    raise ValueError("not\\x1b[31m so " + "x" * 10_000)

def leaves():
    raise SystemExit(0)

def recurses():
    return recurses()
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with worker_of({"answer": HONEST}) as started:
        yield started


# ── What crosses ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    [1, 2.5, "ş", None, True, [1, (2.0,)], {"a": np.arange(3)}, np.zeros((0, 3)), np.full((1, 1), 1.5, "f4")],
    ids=repr,
)
def test_an_argument_comes_back_as_it_was_sent(worker: Worker, value: Any) -> None:
    assert identical(ask(worker, "same", value).result, value)


def test_named_arguments_cross_by_name(worker: Worker) -> None:
    assert ask(worker, "same", 1, kwargs={"slope": 0.5}).result == (1, {"slope": 0.5})


def test_a_probe_and_a_function_among_the_arguments_cross_as_code(worker: Worker) -> None:
    probe = Code("twice", "def twice(function, x, g):\n    return function(g(x)), function(x)\n")
    negative = Code("negative", "negative = lambda x: -x\n")
    assert ask(worker, "same", 3.0, negative, probe=probe).result == (-3.0, 3.0)


def test_a_submission_may_have_several_files_that_import_each_other() -> None:
    sources = {"week03.base": "def two():\n    return 2\n", "answer": "from week03.base import two as f\n"}
    with worker_of(sources) as started:
        assert ask(started, "f").result == 2


def test_what_a_submission_prints_reaches_neither_the_grader_nor_its_answer(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(worker, "prints").result == 3.0
    assert capfd.readouterr() == ("", "")


def test_an_answer_below_the_cap_crosses_whole(worker: Worker) -> None:
    assert identical(ask(worker, "four_megabytes").result, np.arange(2**19) * 1.0)


def test_an_array_above_the_cap_is_told_and_not_sent(worker: Worker) -> None:
    assert ask(worker, "hundred_megabytes").result == Foreign("ndarray of 104857600 bytes")


def test_a_structure_above_the_cap_is_told_and_not_sent(worker: Worker) -> None:
    error = ask(worker, "lists_of_forty_megabytes").error
    assert error is not None
    assert error.text == "the answer is too large to be sent"


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("threads", 8),
        ("product", 500_000.0),  # 250,000 elements of 2
        ("modules", 0.5),
        ("parts_of_numpy", 5.0),  # |(3, 4)|
        ("half_a_gigabyte", 500 * 2**20 // 8),
    ],
)
def test_what_an_honest_submission_does_is_allowed(worker: Worker, function: str, answer: float) -> None:
    outcome = ask(worker, function)
    assert outcome.error is None
    assert outcome.result == answer


# ── What is seen from inside ──────────────────────────────────────────────────────────────────────────────


def test_of_the_environment_nothing_is_seen_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLGRADE_SECRET", "7")
    with worker_of({"answer": HONEST}) as started:
        names = set(ask(started, "environment").result)
    assert {n for n in names if not n.endswith("_THREADS")} <= {"PYTHONHASHSEED", "LC_CTYPE", "SYSTEMROOT", "PWD"}


def test_a_worker_stands_at_the_root_with_nothing_to_read_and_no_packages(worker: Worker) -> None:
    assert ask(worker, "folder").result == (Path(sys.executable).anchor, "", [])


PRELUDE = """
import importlib, os, sys
import numpy as np
packages = os.path.dirname(os.path.dirname(np.__file__))
"""
IMPORTS = {
    **{name: f"import {name}" for name in ("torch", "pytest", "click", "hypothesis", "pip")},
    **{name: f"import {name}" for name in ("dlgrade.suite", "dlgrade.judge.compare", "dlgrade.worker.host")},
    "torch by name": "importlib.import_module('torch')",
    "torch by path": "sys.path.insert(0, packages)\n    import torch",
    "torch by a name that lies": (
        "sys.path.insert(0, packages)\n"
        "    class Name(str):\n"
        "        def __str__(self): return 'numpy'\n"
        "        def partition(self, dot): return ('numpy', '', '')\n"
        "    __import__(Name('torch'))"
    ),
    "torch by a spec": (
        "spec = importlib.util.spec_from_file_location('numpy.t', packages + '/torch/__init__.py')\n"
        "    spec.loader.exec_module(importlib.util.module_from_spec(spec))"
    ),
    "the program by its folder": (
        "sys.modules['dlgrade'].__path__ = [packages]\n    importlib.import_module('dlgrade.suite')"
    ),
}


def functions(bodies: dict[str, str]) -> str:
    """A submission of one function for each body: `f0`, `f1`, …"""
    return "".join(f"\ndef f{i}():\n    {body}\n    return 'done'\n" for i, body in enumerate(bodies.values()))


def error_kinds(worker: Worker, function: str) -> set[str]:
    """What the call raised, with all that it derives from; it must not have come back."""
    outcome = ask(worker, function)
    assert outcome.result is None
    assert outcome.error is not None
    return set(outcome.error.kinds)


@pytest.fixture(scope="module")
def importer() -> Iterator[Worker]:
    with worker_of({"answer": PRELUDE + functions(IMPORTS)}) as started:
        yield started


@pytest.mark.parametrize("way", IMPORTS)
def test_inside_numpy_and_the_standard_library_are_all_that_can_be_imported(importer: Worker, way: str) -> None:
    assert error_kinds(importer, f"f{list(IMPORTS).index(way)}") & {"ImportError", "PermissionError"}


# Names of what the guard looks up at each event: none of them may be the submission's to change.
DISARM = """
guard = sys.modules.get("dlgrade.worker.guard")
if guard:
    guard._DENIED = ("nothing",)
    guard.str = lambda name: "numpy"
os.path.realpath = lambda path, **more: np.__file__
os.fsdecode = lambda path: np.__file__
"""
MISCHIEF = {
    "a process": "import subprocess\n    subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "a fork": "os.fork()",
    "a process that no event tells of": (
        "import _posixsubprocess, signal\n"
        "    a, b = os.pipe()\n"
        "    _posixsubprocess.fork_exec([b'/bin/true'], [b'/bin/true'], True, (b,), None, None, -1, -1, -1, -1, -1, -1,"
        " a, b, True, True, -1, None, None, None, -1, None, False)"
    ),
    "a signal to the grader": "os.kill(os.getppid(), 0)",
    "a socket": "import socket\n    socket.socket()",
    "a file": "open('/etc/hostname').read()",
    "a file to write": "open('/tmp/dlgrade', 'w')",
    "the grader's environment": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "an installed package's file": "open(os.path.dirname(os.__file__) + '/site-packages/any.py').read()",
    "the hidden suites": "open(os.path.join(packages, 'dlgrade', 'course', 'suites', 'conftest.py')).read()",
    "more memory": "import resource\n    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
}


@pytest.fixture(scope="module", params=["", DISARM], ids=["as it is", "after meddling with the guard"])
def hostile(request: pytest.FixtureRequest) -> Iterator[Worker]:
    with worker_of({"answer": PRELUDE + request.param + functions(MISCHIEF)}) as started:
        yield started


@linux
@pytest.mark.parametrize("mischief", MISCHIEF)
def test_what_no_exercise_needs_is_refused_as_an_error_of_the_function(hostile: Worker, mischief: str) -> None:
    kinds = error_kinds(hostile, f"f{list(MISCHIEF).index(mischief)}")
    assert kinds & {"PermissionError", "ImportError"}


def test_memory_beyond_the_cap_is_a_memory_error_and_the_worker_goes_on(worker: Worker) -> None:
    error = ask(worker, "too_much").error
    assert error is not None
    assert "MemoryError" in error.kinds
    assert ask(worker, "same", 1).result == 1


@pytest.mark.parametrize(("function", "name"), [("leaves", "SystemExit"), ("recurses", "RecursionError")])
def test_what_a_function_raises_is_its_own_error_and_the_worker_goes_on(
    worker: Worker, function: str, name: str
) -> None:
    error = ask(worker, function).error
    assert error is not None
    assert error.type_name == name
    assert ask(worker, "same", 1).result == 1


def test_an_error_crosses_as_two_kilobytes_of_text_and_its_line(worker: Worker) -> None:
    error = ask(worker, "raises").error
    assert error is not None
    assert len(error.text) == 2048
    assert error.line == 1 + HONEST.splitlines().index('    raise ValueError("not\\x1b[31m so " + "x" * 10_000)')


# ── The end of a worker ───────────────────────────────────────────────────────────────────────────────────


ENDLESS = {
    "a loop": "while True: pass",
    "a loop that swallows everything": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass"
    ),
    "deaf to signals": (
        "import signal\n    for number in (2, 15): signal.signal(number, signal.SIG_IGN)\n    while True: pass"
    ),
    "native code": "import numpy as np\n    return sum(pow(3, 10**9) for _ in range(9))",
    "a thread besides": (
        "import threading\n    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\n    while True: pass"
    ),
    "a pipe that it stuffs": "import os, sys\n    while True: os.write(1, bytes(10**6))",
}


# Without a namespace of its own, in which every process would be the second.
SAME_PIDS = "standard"


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@linux
@pytest.mark.parametrize("way", ENDLESS)
def test_after_the_deadline_the_worker_and_all_its_threads_are_gone(way: str) -> None:
    source = f"import os\ndef pid(): return os.getpid()\ndef f():\n    {ENDLESS[way]}\n"
    with worker_of({"answer": source}, SAME_PIDS) as started:
        pid = ask(started, "pid").result
        assert not gone(pid)
        with pytest.raises(WorkerTimeout):
            ask(started, "f", seconds=0.3)
        assert not started.alive
        assert gone(pid)


def test_an_import_that_never_ends_meets_the_deadline_too() -> None:
    with pytest.raises(WorkerTimeout):
        once("while True: pass", seconds=0.3)


ENDS = {
    "exit": "import os\ndef f(): os._exit(0)\n",
    "abort": "import os\ndef f(): os.abort()\n",
    "closed pipes": "import os\ndef f(): os.closerange(0, 64)\n",
    "a frame that is none": FORGE + "\ndef f():\n    write(b'?')\n",
    "an array that lies": FORGE + "\ndef f():\n    write(b'a\\x0b\\x02' + struct.pack('<2Q', 0, 2**63))\n",
    "an answer to no question": FORGE + "\ndef f():\n    write(b'N', other=1)\n",
    "an answer of another form": FORGE + "\ndef f():\n    write(b'N')\n",
    "an error of another form": FORGE + "\ndef f():\n    write(b'd' + struct.pack('<Q', 1) + b's' + "
    "struct.pack('<Q', 5) + b'error' + b'T')\n",
    "a frame of 2^60 bytes": FORGE + "\ndef f():\n    frame = sys._getframe()\n"
    "    while 'answers' not in frame.f_locals: frame = frame.f_back\n"
    "    frame.f_locals['answers'].write(struct.pack('<QQ', 1, 2**60))\n    frame.f_locals['answers'].flush()\n",
}  # fmt: skip


@linux
@pytest.mark.parametrize("way", ENDS)
def test_a_worker_that_died_or_wrote_what_is_no_answer_is_gone(way: str) -> None:
    with worker_of({"answer": "import os\ndef pid(): return os.getpid()\n" + ENDS[way]}, SAME_PIDS) as started:
        pid = ask(started, "pid").result
        with pytest.raises(WorkerCrashed):
            ask(started, "f")
        assert not started.alive
        assert gone(pid)


def test_a_second_answer_is_never_taken_for_the_answer_to_the_next_question() -> None:
    source = FORGE + "\ndef f():\n    write(b'd' + struct.pack('<Q', 0))\n    return 1\n\ndef g():\n    return 2\n"
    with worker_of({"answer": source}) as started:
        assert ask(started, "f").result is None
        with pytest.raises(WorkerCrashed):
            ask(started, "g")


@linux
def test_twenty_crashes_leave_no_descriptor_and_no_thread() -> None:
    def held() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    before = held()
    for _ in range(20):
        with worker_of({"answer": ENDS["exit"]}) as started, pytest.raises(WorkerCrashed):
            ask(started, "f")
    assert held() == before


# ── The laws of the house, across the wall ────────────────────────────────────────────────────────────────


def test_a_forged_message_that_says_passed_is_only_a_wrong_answer(grade_text: Callable[..., ExerciseResult]) -> None:
    passed = "b'd' + struct.pack('<Q', 1) + b's' + struct.pack('<Q', 7) + b'verdict' + b's' + struct.pack('<Q', 6)"
    result = grade_text("relu", FORGE + f"\ndef relu(x):\n    write({passed} + b'passed')\n    return x\n")
    assert str(result.verdict) in ("failed", "crashed")
    assert result.score == 0


# softsign is asked before relu.
NEIGHBOURS = {
    "a second answer to its last question": (
        FORGE + "\nimport numpy as np\ndef softsign(x):\n"
        "    if np.shape(x)[:1] == (1,): write(b'd' + struct.pack('<Q', 0))\n    return x / (1 + np.abs(x))\n"
    ),
    "an answer of another form": FORGE + "\ndef softsign(x):\n    write(b'N')\n    return x\n",
    "an end": "import os\ndef softsign(x):\n    os._exit(1)\n",
    "an endless loop": "def softsign(x):\n    while True: pass\n",
    "memory that it keeps": (
        "import numpy as np\nkept = []\ndef softsign(x):\n    kept.append(np.zeros(2**27))\n    return x\n"
    ),
    "settings of NumPy": "import numpy as np\ndef softsign(x):\n    np.seterr(all='raise')\n    return x\n",
    "a function of NumPy replaced": "import numpy as np\ndef softsign(x):\n    np.abs = lambda x: x\n    return x\n",
}


@pytest.mark.parametrize("way", NEIGHBOURS)
def test_what_one_function_does_never_changes_the_score_of_the_next(course: Course, tmp_path: Path, way: str) -> None:
    right = "\n\nimport numpy as np\ndef relu(x):\n    return np.where(np.abs(x) == x, x, 0.0 * x)\n"
    (tmp_path / "answer.py").write_text(NEIGHBOURS[way] + right, encoding="utf-8")
    results = grade_path(course, tmp_path / "answer.py", ("relu", "softsign"), timeout=1).exercises()
    verdicts = {e.name: str(e.verdict) for e in results}
    assert list(verdicts) == ["softsign", "relu"]
    assert verdicts["softsign"] != "passed"
    assert verdicts["relu"] == "passed"


@pytest.mark.parametrize("call", ["os.listdir('/')", "list(os.scandir('/'))", "os.listdir()"])
def test_a_submission_cannot_look_into_folders(grade_text: Callable[..., ExerciseResult], call: str) -> None:
    result = grade_text("relu", f"import os\n\n\ndef relu(x):\n    return {call}\n")
    assert "may not list folders" in str(result.cases[0].message)


def test_an_array_of_too_many_axes_is_told_in_words(grade_text: Callable[..., ExerciseResult]) -> None:
    result = grade_text("relu", "import numpy as np\n\n\ndef relu(x):\n    return np.zeros((1,) * 40)\n")
    assert str(result.cases[0].message).startswith("is of type `ndarray of 40 axes`")


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
from dlgrade.suite.inputs import Call
from dlgrade.worker.host import Worker
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.starters import starter
source = "import resource\\n\\ndef told():\\n    return resource.getrlimit(resource.RLIMIT_NOFILE)\\n"
question = ("answer", "told", Call(()).encoded)
processes = starter(CHOICES["auto"])
with Worker({"answer": source}, processes) as worker:
    print(worker.ask(question, 5).result, "rlimits" in worker.isolation.active)
processes.close()
"""


def test_a_limit_that_the_system_sets_lower_is_kept() -> None:
    told = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True).stdout
    assert told == "(40, 40) True\n"


SLOW = "import time\nimport numpy as np\n\n\ndef relu(x):\n    time.sleep(0.4)\n    return np.maximum(x, 0.0)\n"


def test_calls_that_come_back_just_in_time_are_paid_for_a_few_and_the_rest_is_not_asked(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "answer.py").write_text(SLOW, encoding="utf-8")
    (relu,) = grade_path(course, tmp_path / "answer.py", ("relu",), timeout=1).exercises()
    assert relu.verdict == "timeout"
    # Four deadlines are four seconds: ten calls, one of which is a law's second.
    assert 1 <= sum(case.verdict == "passed" for case in relu.cases) <= 10
    assert "longer than 4 s altogether" in str(relu.cases[-1].message)


def test_what_others_may_have_cost_a_function_it_gets_back_once(course: Course, tmp_path: Path) -> None:
    other = "\n\ndef softsign(x):\n    return x / (1 + np.abs(x))\n"
    (tmp_path / "answer.py").write_text(SLOW + other, encoding="utf-8")
    verdicts = [e.verdict for e in grade_path(course, tmp_path, ("relu", "softsign"), timeout=1).exercises()]
    # Thirteen cases are six seconds: more than four, and less than twice that.
    assert verdicts == ["passed", "passed"]
