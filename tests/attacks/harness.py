"""Grades hostile and honest submissions, behind the wall and in a naive grader, and tells what they gained.

An attack is a file `<family>/<name>.py`: a sentence, `# must: <verdicts>`, code. What it tries must show: a point, a
file in the evidence folder, a connection, a secret in the report, a process that outlives the run, a grader that
hangs or dies, another exercise's score.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import functools
import json
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LEVELS = ("basic", "standard", "strong")
HONEST_FAMILY = "honest"
ATTACKED, OTHERS = "relu", ("hardtanh", "sign")
# What attacks have in their source, and every run replaces by what is its own.
FOLDER, PORT, OUTLIVES = "/tmp/dlgrade-attacks", "38471", "dlgrade-attack-outlives"
# A call's limit and two seconds, and a case may be asked a second time in a fresh process.
SLOW_SECONDS = 2 * (1.0 + 2.0)
# Far beyond the limit that `arena` sets its jobs: it was stopped itself.
ARENA_SECONDS = 120.0

HONEST_OTHERS = '''"""The exercises that an attack must not touch."""
import numpy as np


def sign(x):
    return np.sign(x)


def hardtanh(x, min_val=-1.0, max_val=1.0):
    return np.clip(x, min_val, max_val)
'''


@dataclass(frozen=True)
class Attack:
    """One file. `basic`, from a line `# basic: …`, says why the level `basic` does not hold it."""

    path: Path
    family: str
    name: str
    sentence: str
    must: tuple[str, ...]
    basic: str = ""

    @property
    def is_honest(self) -> bool:
        return self.family == HONEST_FAMILY

    @property
    def call_seconds(self) -> float:
        """The limit of a call: short where it will be used up."""
        return 10.0 if self.is_honest else 1.0


@dataclass(frozen=True)
class Outcome:
    """What one run came to. `fault` says how the grader itself fared, and is empty where it fared well."""

    verdict: str
    score: float
    others: dict[str, float]
    evidence: tuple[str, ...]
    outlived: tuple[str, ...]
    leaked: tuple[str, ...]
    unsafe: tuple[str, ...]
    contacted: bool
    fault: str
    slowest: float
    seconds: float
    isolation: dict[str, Any]

    def gains(self) -> tuple[str, ...]:
        """What the attack achieved, in words; nothing if it was stopped."""
        harmed = [name for name in OTHERS if self.others.get(name) != 1]
        found = {
            f"the grader {self.fault.splitlines()[-1] if self.fault else ''}": bool(self.fault),
            f"{self.score:.0%} of the points": self.score > 0,
            "a fault of the grader": self.verdict == "grader_fault",
            f"harm to {' and '.join(harmed)}": bool(harmed) and not self.fault,
            f"evidence: {', '.join(self.evidence[:2])}{', …' if self.evidence[2:] else ''}": bool(self.evidence),
            "a connection": self.contacted,
            "characters in the report: " + ", ".join(self.unsafe[:4]): bool(self.unsafe) and not self.fault,
            "the secret in: " + ", ".join(self.leaked): bool(self.leaked),
            f"{len(self.outlived)} process{'es' if self.outlived[1:] else ''} that outlived it": bool(self.outlived),
            f"{self.slowest:.0f} seconds for a call": self.slowest > SLOW_SECONDS and not self.fault,
        }
        return tuple(words for words, holds in found.items() if holds)


@functools.cache
def attacks() -> tuple[Attack, ...]:
    """All of them, in the order of their families and names."""
    return tuple(_read(path) for path in sorted(HERE.glob("*/*.py")))


def _read(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8-sig")
    sentence = ast.get_docstring(ast.parse(text))
    must = re.search(r"^# must: (.+)$", text, re.MULTILINE)
    assert sentence is not None, f"{path} has no docstring"
    assert must is not None, f"{path} does not say `# must:`"
    basic = re.search(r"^# basic: (.+)$", text, re.MULTILINE)
    verdicts = tuple(word.strip() for word in must[1].split(","))
    return Attack(path, path.parent.name, path.stem, sentence, verdicts, basic[1] if basic else "")


def prepare(attack: Attack, folder: Path) -> Path:
    """The submission in a fresh folder: the attack with its literals replaced, and an honest file beside it."""
    submission = folder / "submission"
    (folder / "evidence").mkdir(parents=True)
    submission.mkdir()
    raw = attack.path.read_bytes()
    own = {FOLDER: str(folder), PORT: str(_listener().getsockname()[1]), OUTLIVES: f"{OUTLIVES}-{secrets.token_hex(4)}"}
    for literal, replacement in own.items():
        raw = raw.replace(literal.encode(), replacement.encode())
    (submission / attack.path.name).write_bytes(raw)
    (submission / "honest_others.py").write_text(HONEST_OTHERS, encoding="utf-8")
    secret = folder / "secret"
    secret.write_text(f"dlgrade-secret-file-{secrets.token_hex(8)}")
    secret.chmod(0o644)
    return submission


def outcome(attack: Attack, level: str, folder: Path) -> Outcome:
    """Grade it at a level of isolation, or by the `naive` grader."""
    prepare(attack, folder)
    secret = (folder / "secret").read_text()
    answer = _arena().ask(
        {"folder": str(folder), "level": level, "secret": secret, "call_seconds": attack.call_seconds}
    )
    rows = answer.get("exercises", {})
    attacked = rows.get(ATTACKED, {})
    return Outcome(
        verdict=str(attacked.get("verdict", "")),
        score=float(attacked.get("score", 0)),
        others={name: float(rows[name]["score"]) for name in OTHERS if name in rows},
        evidence=tuple(sorted(p.name for p in (folder / "evidence").iterdir())),
        outlived=tuple(answer["outlived"]),
        leaked=tuple(answer["leaked"]),
        unsafe=tuple(answer["unsafe"]),
        contacted=_was_contacted(),
        fault=answer["fault"],
        slowest=answer.get("slowest", 0.0),
        seconds=answer["seconds"],
        isolation=answer.get("isolation", {}),
    )


def naive(attack: Attack, folder: Path) -> bool:
    """Whether it lights up in a grader that runs everything in one process."""
    return bool(outcome(attack, "naive", folder).gains())


@functools.cache
def available(level: str) -> str:
    """Why the level cannot be had here; empty if it can."""
    if not sys.platform.startswith("linux"):
        return "the attacks look into /proc"
    if level == LEVELS[0]:
        return ""
    honest = Attack(HERE / "naive.py", HONEST_FAMILY, "naive", "", ("missing",))
    with tempfile.TemporaryDirectory() as folder:
        found = outcome(honest, level, Path(folder) / "run")
    got = found.isolation.get("level", "none")
    if got in LEVELS and LEVELS.index(got) >= LEVELS.index(level):
        return ""
    why = "; ".join(f"{part['layer']}: {part['why']}" for part in found.isolation.get("missing", []))
    return f"the level {level} is not to be had here: {found.fault or why}"


# ── The process that the runs are forked from, and the listener that attacks may call ─────────────────────


class _Arena:
    """One for each process of tests; started when the first run needs it."""

    def __init__(self) -> None:
        secret = f"dlgrade-secret-environment-{secrets.token_hex(8)}"
        one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST"))}
        paths = os.pathsep.join([str(HERE.parent.parent / "grader"), *filter(None, [plain.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "arena.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**plain, **one, "DLGRADE_SECRET": secret, "PYTHONPATH": paths},
            text=True,
        )
        atexit.register(self.close)
        assert self._line() == {"ready": True}

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        answer: dict[str, Any] = {}
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()
            answer = self._line()
        if not answer:
            # The attack reached even the grader's parent: that tells against the wall, and the next run gets another.
            self.close()
            _arena.cache_clear()
            return {"fault": "died, and so did its parent", "outlived": [], "leaked": [], "seconds": 0.0}
        return answer

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], ARENA_SECONDS)
        answer = json.loads((self.process.stdout.readline() if ready else "") or "{}")
        assert isinstance(answer, dict)
        return answer

    def close(self) -> None:
        atexit.unregister(self.close)
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self.process.wait()


@functools.cache
def _arena() -> _Arena:
    return _Arena()


@functools.cache
def _listener() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    atexit.register(listener.close)
    return listener


def _was_contacted() -> bool:
    contacted = False
    while True:
        try:
            _listener().accept()[0].close()
        except BlockingIOError:
            return contacted
        contacted = True
