"""What a session says over the wall: it keeps one worker for a submission, and a fresh one where it must."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dlgrade.errors import GraderFault
from dlgrade.harmless import is_harmless
from dlgrade.messages import say
from dlgrade.records import Verdict
from dlgrade.submission import Submission, Unfit
from dlgrade.suite.inputs import Call
from dlgrade.text import sanitize
from dlgrade.worker.host import BudgetSpent, Worker, WorkerCrashed, WorkerTimeout
from dlgrade.worker.isolation import REMEDIES, Isolation
from dlgrade.worker.launch import WorkerUnavailable
from dlgrade.worker.observe import Outcome
from dlgrade.worker.starters import Starter

# The calls of an exercise may take as long as so many that come back at the last moment.
CALLS_PAID = 4


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

    Where `is_strict` a wall below the level `standard` raises `WallTooLow` before anything of the submission is run.
    """

    submission: Submission
    timeout: float
    starter: Starter
    is_strict: bool = False
    isolation: Isolation | None = None
    _no_worker: GraderFault | None = None
    _worker: Worker | None = None
    _asked: set[str] = field(default_factory=set)
    _imported: dict[str, Unfit | None] = field(default_factory=dict)
    _spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _renewed: set[str] = field(default_factory=set)

    def start(self) -> Worker:
        """Start a process; it gets ready while the caller goes on."""
        if self._no_worker is not None:
            raise self._no_worker
        self._asked = set()
        self._worker = Worker(self.submission.sources, self.starter)
        try:
            self._worker.start()
        except WorkerUnavailable as error:
            raise self._remember(error) from error
        if self.is_strict:
            self._await(self._worker)
        return self._worker

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def ask(self, module: str, name: str, call: Call, seconds: float = 0.0) -> Outcome:
        """What comes of a call of `name`, in `seconds` or the timeout, whichever is longer.

        Raises:
            WorkerTimeout: it did not come back in time, or (`BudgetSpent`) its calls before took too long altogether.
            WorkerCrashed: the process died or broke the protocol.
            GraderFault: no process can be started.
        """
        return next(self.ask_all(module, name, [call], seconds))

    def ask_all(self, module: str, name: str, calls: Sequence[Call], seconds: float = 0.0) -> Iterator[Outcome]:
        """What comes of one call after the other; they are sent together. Raises as `ask`, and is at its end then."""
        questions = [(module, name, call.encoded) for call in calls]
        deadline = max(self.timeout, seconds)
        budget = CALLS_PAID * deadline
        if self._spent[name] > budget:
            raise BudgetSpent(budget)
        worker = self._ready()
        self._asked.add(name)
        for outcome in worker.ask_all(questions, deadline):
            self._spent[name] += outcome.seconds
            yield outcome
            if self._spent[name] > budget:
                # It has the other questions already, and would answer them one by one.
                worker.close()
                raise BudgetSpent(budget)

    def renew(self, name: str) -> None:
        """Let a fresh process be asked next, and give `name` the time back that others may have cost it, once."""
        self.close()
        if name not in self._renewed:
            self._renewed.add(name)
            self._spent[name] = 0.0

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
        return all(is_harmless(file.nodes, own) for file in self.submission.files)

    def _try_import(self, module: str) -> Unfit | None:
        try:
            outcome = self._ready().ask((module,), self.timeout)
        except WorkerTimeout:
            return Unfit(Verdict.TIMEOUT, say("its file did not finish importing in time"))
        except WorkerCrashed:
            return Unfit(Verdict.CRASHED, say("its file ended the process while it was imported"))
        if outcome.error is None:
            return None
        what = sanitize(f"{outcome.error.type_name}: {outcome.error.text}", 300)
        file = next(file for file in self.submission.files if file.module == module)
        line = file.told(outcome.error.line)
        message = say("its file cannot be imported: {error} (line {line})", error=what, line=line)
        return Unfit(Verdict.ERROR, message)

    def _ready(self) -> Worker:
        """The process, a new one where it was lost."""
        worker = self._worker
        if worker is None or not worker.alive:
            self.close()
            worker = self.start()
        self._await(worker)
        return worker

    def _await(self, worker: Worker) -> None:
        try:
            self.isolation = worker.wait_until_ready()
        except WorkerUnavailable as error:
            raise self._remember(error) from error
        if self.is_strict and self.isolation.level == "basic":
            self.close()
            raise WallTooLow(self.isolation)

    def _remember(self, error: WorkerUnavailable) -> GraderFault:
        """Where no process can be had none is tried for again: a submission has hundreds of cases."""
        self._no_worker = GraderFault(say("{why}", why=str(error)))
        return self._no_worker
