"""What a session says over the wall: it keeps one worker for a submission, and a fresh one where it must."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dlgrade.errors import GraderFault
from dlgrade.harmless import is_harmless
from dlgrade.messages import say
from dlgrade.records import Verdict
from dlgrade.submission import Submission, Unfit
from dlgrade.suite.inputs import Call
from dlgrade.suite.source import source_of
from dlgrade.text import sanitize
from dlgrade.worker.host import Worker, WorkerCrashed, WorkerTimeout, WorkerUnavailable
from dlgrade.worker.isolation import CHOICES, REMEDIES, Isolation
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import map_leaves
from dlgrade.worker.wire import Code


class WallTooLow(GraderFault):
    """The wall does not reach the level `standard`, which was asked for."""

    def __init__(self, isolation: Isolation) -> None:
        self.isolation = isolation
        missing = [f"{layer} ({why}): {REMEDIES.get(layer, '')}" for layer, why in isolation.missing]
        super().__init__(
            say(
                "The wall reaches the level {level} here, and --isolation strict asks for standard. Missing: {missing}",
                level=isolation.level, missing="; ".join(missing),
            )
        )  # fmt: skip


@dataclass
class FarSide:
    """The worker of one submission. A process that was lost is replaced when the next question comes.

    `wall` is one of `isolation.CHOICES`; strict raises `WallTooLow` before anything of the submission is run.
    """

    submission: Submission
    timeout: float
    wall: str = "auto"
    isolation: Isolation | None = None
    _worker: Worker | None = None
    _asked: set[str] = field(default_factory=set)
    _imported: dict[str, Unfit | None] = field(default_factory=dict)

    def start(self) -> Worker:
        """Start a process; it gets ready while the caller goes on."""
        self._asked = set()
        self._worker = Worker(self.submission.sources, CHOICES[self.wall])
        self._worker.start()
        if self.wall == "strict":
            self._await(self._worker)
        return self._worker

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def ask(self, module: str, name: str, call: Call, seconds: float = 0.0) -> Outcome:
        """What comes of a call of `name`, in `seconds` or the timeout, whichever is longer.

        Raises:
            WorkerTimeout: it did not come back in time.
            WorkerCrashed: the process died or broke the protocol.
            GraderFault: no process can be started.
        """
        question = {
            "do": "call",
            "module": module,
            "function": name,
            "args": _codified(call.args),
            "kwargs": _codified(call.kwargs),
            "probe": _code(call.probe) if call.probe else None,
            "layout": call.layout,
            "echo": call.echo,
            "twice": call.twice,
        }
        return self._exchange(question, max(self.timeout, seconds), name)

    def import_fault(self, module: str) -> Unfit | None:
        """Why a file of the submission cannot be imported, or None; asked once for each file."""
        if module not in self._imported:
            self._imported[module] = self._try_import(module)
        return self._imported[module]

    def may_be_spoilt_for(self, name: str) -> bool:
        """Whether a function other than `name` was asked in this process, and could have done it harm."""
        return bool(self._asked - {name}) and not self._is_harmless

    @functools.cached_property
    def _is_harmless(self) -> bool:
        own = set(self.submission.sources)
        return all(is_harmless(file.tree, own) for file in self.submission.files if file.tree is not None)

    def _try_import(self, module: str) -> Unfit | None:
        try:
            outcome = self._exchange({"do": "import", "module": module}, self.timeout)
        except WorkerTimeout:
            return Unfit(Verdict.TIMEOUT, say("its file did not finish importing in time"))
        except WorkerCrashed:
            return Unfit(Verdict.CRASHED, say("its file ended the process while it was imported"))
        if outcome.error is None:
            return None
        what = sanitize(f"{outcome.error.type_name}: {outcome.error.text}", 300)
        message = say("its file cannot be imported: {error} (line {line})", error=what, line=outcome.error.line)
        return Unfit(Verdict.ERROR, message)

    def _exchange(self, question: dict[str, Any], seconds: float, name: str = "") -> Outcome:
        worker = self._worker
        if worker is None or not worker.alive:
            self.close()
            worker = self.start()
        if name:
            self._asked.add(name)
        self._await(worker)
        return worker.ask(question, seconds)

    def _await(self, worker: Worker) -> None:
        try:
            self.isolation = worker.wait_until_ready()
        except WorkerUnavailable as error:
            raise GraderFault(say("{why}", why=str(error))) from error
        if self.wall == "strict" and self.isolation.level == "basic":
            self.close()
            raise WallTooLow(self.isolation)


def _codified(value: Any) -> Any:
    """`value` with functions replaced by their code, ready for the wall."""
    return map_leaves(value, lambda leaf: _code(leaf) if callable(leaf) else leaf)


def _code(function: Callable[..., Any]) -> Code:
    name = function.__name__ if function.__name__.isidentifier() else "function"
    return Code(name, source_of(function, name))
