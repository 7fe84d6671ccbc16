"""Runs one job after another, each in a process forked from this one, and tells what is left of it.

`harness` starts it and writes a line of JSON for each job. A job may be killed, hang, or leave processes behind
without harm to the tests, and torch is imported once for all of them. Four secrets stand where a submission has no
business: a file of another submission, the grader's environment, its memory, a descriptor that it holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import resource
import secrets
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAIVE_SECONDS = 5.0
# A run asks nine cases; one that still goes on after this long would go on for ever.
JOB_SECONDS = {"naive": NAIVE_SECONDS + 3, "grade": 20.0}
# Processes that were killed need a moment to be gone.
GRACE_SECONDS = 1.5
NAIVE_MEMORY, NAIVE_FILE_SIZE = 2 * 2**30, 64 * 2**20
ATTACKED, OTHERS = "relu", ("hardtanh", "sign")
# A line of the hidden suite of the attacked exercise.
SUITE_LINE = "reference=F.relu,"
MAX_REPORT = 8 * 2**20
# Controls, bidi and zero width, surrogates, private use, unassigned, line and paragraph separators.
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def new_secret(place: str) -> str:
    return f"dlgrade-secret-{place}-{secrets.token_hex(8)}"


SECRETS = {
    "environment": os.environ.get("DLGRADE_SECRET", ""),
    "memory": new_secret("memory"),
    "descriptor": new_secret("descriptor"),
    "suite": SUITE_LINE,
}


def hold_secret_descriptor() -> int:
    """A descriptor of a file without a name: nothing but the descriptor leads to it."""
    with tempfile.TemporaryFile() as file:
        file.write(SECRETS["descriptor"].encode())
        file.flush()
        descriptor = os.dup(file.fileno())
    os.set_inheritable(descriptor, True)
    return descriptor


# ── The two kinds of job, each in its own process ─────────────────────────────────────────────────────────


def grade(folder: Path, level: str, call_seconds: float) -> dict[str, Any]:
    """Grade the submission by the program's own session, on a few cases."""
    from dlgrade.grader import Grader
    from dlgrade.reports import json as as_json
    from dlgrade.reports import terminal
    from dlgrade.submission import read

    course, exercises = few_cases()
    slowest = 0.0
    grader = Grader(course, exercises, timeout=call_seconds, isolation=level)
    with grader, grader.session(read(folder / "submission")) as session:
        for exercise in exercises:
            for case in exercise.cases:
                start = time.perf_counter()
                session.run_case(exercise, case)
                slowest = max(slowest, time.perf_counter() - start)
        report = session.report()
    rows = {e.name: {"verdict": str(e.verdict), "score": e.score / (e.max_score or 1)} for e in report.exercises()}
    isolation = report.environment["isolation"]
    text = as_json.render(report) + terminal.render(report, detail=2)
    return {"exercises": rows, "text": text, "slowest": slowest, "isolation": isolation}


def few_cases() -> tuple[Any, tuple[Any, ...]]:
    """The attacked exercise between two others, and as few cases of them as show what is asked."""
    from dlgrade.course import Course

    course = Course.in_clone(Path(__file__).resolve().parent.parent.parent)
    by_name = {e.name: e for e in course.exercises(3)}

    def cut(name: str, cases: int, laws: int) -> Any:
        whole = by_name[name]
        own = dict(list(whole.own_cases.items())[:cases])
        return dataclasses.replace(whole, own_cases=own, laws=whole.laws[:laws])

    return course, (cut(OTHERS[0], 2, 0), cut(ATTACKED, 3, 2), cut(OTHERS[1], 2, 0))


def naive(folder: Path, descriptor: int) -> dict[str, Any]:
    """Grade it as most graders do: see `naive.py`."""

    def limit() -> None:
        # An orphan's parent would be the process that all jobs are forked from, and the next to be killed.
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (NAIVE_MEMORY, NAIVE_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (NAIVE_FILE_SIZE, NAIVE_FILE_SIZE))

    out = folder / "naive.out"
    start = time.perf_counter()
    with out.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("naive.py")), str(folder / "submission"), str(descriptor)],
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            start_new_session=True,
            preexec_fn=limit,
        )
        fault = ""
        try:
            # The pipe stays open: whoever waits for input waits for ever.
            assert process.stdin is not None
            process.stdin.write(SECRETS["memory"].encode() + b"\n")
            process.stdin.flush()
            process.wait(NAIVE_SECONDS)
        except subprocess.TimeoutExpired:
            fault = "hung"
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    text = out.read_bytes()[-MAX_REPORT:].decode("utf-8", "replace")
    rows: dict[str, Any] = {}
    if process.returncode and not fault:
        fault = f"died with exit code {process.returncode}"
    try:
        points = json.loads(text.rstrip().rpartition("\n")[2])["points"]
        rows = {
            name: {"verdict": "passed" if share == 1 else "failed", "score": share} for name, share in points.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fault = fault or "died without a result"
    return {"exercises": rows, "text": text, "slowest": time.perf_counter() - start, "fault": fault}


# ── The process that all jobs are forked from ─────────────────────────────────────────────────────────────


def run_job(job: dict[str, Any], descriptor: int) -> dict[str, Any]:
    """Run it in a child; what the child wrote, how it ended and which processes it left."""
    read_end, write_end = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        os.setsid()
        folder = Path(job["folder"])
        try:
            done = (
                naive(folder, descriptor)
                if job["level"] == "naive"
                else grade(folder, job["level"], job["call_seconds"])
            )
        except BaseException:
            done = {"fault": "raised " + traceback.format_exc()}
        with contextlib.suppress(BaseException), os.fdopen(write_end, "wb") as pipe:
            pipe.write(json.dumps(done).encode())
        os._exit(0)
    os.close(write_end)
    raw, hung = read_all(read_end, JOB_SECONDS["naive" if job["level"] == "naive" else "grade"])
    if hung:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    result: dict[str, Any] = {"fault": "hung" if hung else f"died ({os.waitstatus_to_exitcode(status)})"}
    with contextlib.suppress(ValueError):
        result = {"fault": "", **json.loads(raw)} if not hung else result
    result["outlived"] = end_orphans()
    result["seconds"] = time.perf_counter() - start
    said = result.pop("text", "") + result["fault"]
    result["unsafe"] = sorted({f"U+{ord(c):04X}" for c in said if c != "\n" and unicodedata.category(c) in UNSAFE})
    own = {**SECRETS, "file": job["secret"]}
    result["leaked"] = sorted(place for place, secret in own.items() if secret in said)
    return result


def read_all(descriptor: int, seconds: float) -> tuple[bytes, bool]:
    """All that comes until the other end is closed, and whether time was up before."""
    pieces: list[bytes] = []
    deadline = time.monotonic() + seconds
    with os.fdopen(descriptor, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return b"", True
            piece = pipe.read(2**16)
            if not piece:
                return b"".join(pieces), False
            pieces.append(piece)


def end_orphans() -> list[str]:
    """Kill what outlived the job, and name it. Orphans become children of this process: it is their subreaper."""
    outlived: dict[int, str] = {}
    deadline = time.monotonic() + GRACE_SECONDS
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        left = list(children())
        if not left:
            return sorted(outlived.values())
        if time.monotonic() > deadline:
            outlived |= dict(left)
            for pid, _ in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def children() -> Iterator[tuple[int, str]]:
    """Numbers and command lines of this process's living children."""
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                state, parent = Path(entry.path, "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == os.getpid() and state not in "ZX":
                    words = Path(entry.path, "cmdline").read_bytes().split(b"\0")
                    yield int(entry.name), b" ".join(words).decode("utf-8", "replace")[:200]


def main() -> None:
    assert LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    descriptor = hold_secret_descriptor()
    import torch

    torch.set_num_threads(1)
    few_cases()
    # A line a job: whatever else is printed goes elsewhere.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run_job(json.loads(line), descriptor)), file=answers, flush=True)


if __name__ == "__main__":
    main()
