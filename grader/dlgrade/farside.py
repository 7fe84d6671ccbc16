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
from dlgrade.worker.host import Isolation, Worker, WorkerCrashed, WorkerTimeout, WorkerUnavailable
from dlgrade.worker.observe import Outcome
from dlgrade.worker.tree import map_leaves
from dlgrade.worker.wire import Code


@dataclass
class FarSide:
    """The worker of one submission. A process that was lost is replaced when the next question comes."""

    submission: Submission
    timeout: float
    isolation: Isolation | None = None
    _worker: Worker | None = None
    _asked: set[str] = field(default_factory=set)
    _imported: dict[str, Unfit | None] = field(default_factory=dict)

    def start(self) -> Worker:
        """Start a process; it gets ready while the caller goes on."""
        self._asked = set()
        self._worker = Worker(self.submission.sources())
        self._worker.start()
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
        own = set(self.submission.sources())
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
        try:
            self.isolation = worker.wait_until_ready()
        except WorkerUnavailable as error:
            raise GraderFault(say("{why}", why=str(error))) from error
        return worker.ask(question, seconds)


def _codified(value: Any) -> Any:
    """`value` with functions replaced by their code, ready for the wall."""
    return map_leaves(value, lambda leaf: _code(leaf) if callable(leaf) else leaf)


def _code(function: Callable[..., Any]) -> Code:
    name = function.__name__ if function.__name__.isidentifier() else "function"
    return Code(name, source_of(function, name))
