"""The grader's side of the wall: hands a worker its submission, asks, keeps the clock, kills."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from dlgrade.worker.channel import Channel, Late, channel
from dlgrade.worker.isolation import Isolation
from dlgrade.worker.launch import WorkerUnavailable, uninterrupted
from dlgrade.worker.observe import Error, Outcome
from dlgrade.worker.starters import Process, Starter
from dlgrade.worker.wire import WireError, frame, read_frame

START_SECONDS = 60.0
# The nonce of what a worker says unasked: that it is ready.
_READY = 0


class WorkerTimeout(Exception):
    """The call did not come back in time; the worker was killed."""


class BudgetSpent(WorkerTimeout):
    """The calls of an exercise took longer altogether than it is granted: each just in time would be hours."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"longer than {seconds:g} s altogether")
        self.seconds = seconds


class WorkerCrashed(Exception):
    """The worker's process died, or wrote what is no answer and was killed."""


@dataclass
class Worker:
    """One submission's process; once it died it is not reused."""

    sources: dict[str, str]
    starter: Starter
    isolation: Isolation = field(default_factory=Isolation)
    _process: Process | None = None
    _channel: Channel | None = None
    # The nonce with which it says that it took the sources; 0 when it has.
    _greeting: int = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._channel is not None and self._channel.is_open

    def start(self) -> None:
        """Start the process without waiting for it: the first `ask` waits until it is ready.

        The sources are sent at once, and read behind the wall when it stands.
        """
        with uninterrupted():
            self._process = self.starter.start()
            self._channel = channel(self._process.questions, self._process.answers)
            try:
                (self._greeting,) = self._send(self.sources)
            except OSError:
                # It is gone already, as the first read will show.
                self._greeting = -1

    def ask(self, question: Any, seconds: float) -> Outcome:
        """What came of one call. Raises `WorkerTimeout` or `WorkerCrashed`, and the worker is gone then."""
        return next(self.ask_all([question], seconds))

    def ask_all(self, questions: Sequence[Any], seconds: float) -> Iterator[Outcome]:
        """What came of one call after the other, each in `seconds`; all are sent at once. Raises as `ask`."""
        self.wait_until_ready()
        try:
            for nonce in self._send(*questions):
                begin = time.perf_counter()
                answer = self._receive(nonce, seconds)
                yield _outcome(answer, time.perf_counter() - begin)
        except Late:
            self.close()
            raise WorkerTimeout from None
        except (EOFError, OSError, ValueError) as error:
            self.close()
            raise WorkerCrashed from error

    def wait_until_ready(self) -> Isolation:
        """Start if need be, and tell what holds the worker."""
        if self._process is None:
            self.start()
        try:
            if self._greeting:
                self.isolation = self._greeted()
                self._greeting = 0
        except (Late, EOFError, OSError, WireError) as error:
            self.close()
            raise WorkerUnavailable(f"it did not get ready ({type(error).__name__})") from error
        return self.isolation

    def close(self) -> None:
        """Kill the process and all that it started."""
        if self._process is not None:
            self._process.kill()
        if self._channel is not None:
            self._channel.close()
        self._process, self._channel = None, None

    def _greeted(self) -> Isolation:
        """What the far side says of its layers, and that it took the sources."""
        told = self._receive(_READY, START_SECONDS)
        if not isinstance(told, dict) or not all(isinstance(why, str) for why in told.values()):
            raise WireError("a worker that is not ready")
        if self._receive(self._greeting, START_SECONDS) is not True:
            raise WireError("a worker that did not take the sources")
        return Isolation.of({**self.starter.why_missing, **told})

    def _send(self, *messages: Any) -> list[int]:
        """Write a frame for each, as far as the pipe takes them; the nonces that the answers must bear."""
        if self._channel is None:
            raise EOFError
        nonces = [secrets.randbits(63) | 1 for _ in messages]
        self._channel.write(b"".join(map(frame, nonces, messages)))
        self._channel.flush()
        return nonces

    def _receive(self, nonce: int, seconds: float) -> Any:
        """The answer; one deadline holds for the whole of it, and for what is still to be written."""
        if self._channel is None:
            raise EOFError
        self._channel.deadline = time.monotonic() + seconds
        echoed, answer = read_frame(self._channel)
        if echoed != nonce:
            raise WireError("an answer to no question")
        return answer


def _outcome(answer: Any, seconds: float) -> Outcome:
    """The answer as an outcome, which took `seconds` by our own clock. Raises `WireError` for another form."""
    if not isinstance(answer, dict):
        raise WireError("an answer of another form")
    error, warned = answer.get("error"), answer.get("warned")
    if error is not None:
        if not (isinstance(error, tuple) and len(error) == 4 and isinstance(error[2], int)):
            raise WireError("an error of another form")
        kinds = tuple(map(str, error[3])) if isinstance(error[3], tuple) else ()
        error = Error(str(error[0])[:80], str(error[1]), error[2], kinds)
    texts = tuple(w for w in warned if isinstance(w, str)) if isinstance(warned, tuple) else ()
    return Outcome(answer.get("result"), error, texts, answer.get("after"), answer.get("again"), seconds)
