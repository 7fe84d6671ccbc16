"""The grader's side of the wall: starts a worker, asks, keeps the clock, kills."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import secrets
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from dlgrade.worker import bubblewrap, own_memory, syscalls
from dlgrade.worker.channel import Channel, Late, channel
from dlgrade.worker.isolation import CHOICES, LAYERS, SWITCHED_OFF, Isolation
from dlgrade.worker.observe import Error, Outcome
from dlgrade.worker.wire import WireError, read_frame, write_frame

START_SECONDS = 60.0
PACKAGE = Path(__file__).resolve().parent.parent

# The far side sees this package's worker folder alone: a stand-in for the package, without its other rooms.
_BOOT = """
import sys, types
package = types.ModuleType("dlgrade"); package.__path__ = [sys.argv[1]]; sys.modules["dlgrade"] = package
from dlgrade.worker.child import main
main()
"""


class WorkerTimeout(Exception):
    """The call did not come back in time; the worker was killed."""


class WorkerCrashed(Exception):
    """The worker's process died, or wrote what is no answer and was killed."""


class WorkerUnavailable(Exception):
    """No worker can be started here: our fault or the machine's, never the submission's."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no worker process could be started: {why}; `dlgrade doctor` tells more")
        self.why = why


@dataclass
class Worker:
    """One submission's process, held by those of `layers` that this machine has; once it died it is not reused."""

    sources: dict[str, str]
    layers: frozenset[str] = CHOICES["auto"]
    isolation: Isolation = field(default_factory=Isolation)
    _process: subprocess.Popen[bytes] | None = None
    _channel: Channel | None = None
    _why_missing: dict[str, str] = field(default_factory=dict)
    _greetings: list[int] = field(default_factory=list)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process without waiting for it: the first `ask` waits until it is ready."""
        with _uninterrupted():
            self._start_process()
            self._greetings = self._greet()

    def _greet(self) -> list[int]:
        """Send what to put up, and the sources: it reads them when NumPy is there, and we go on meanwhile."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._channel = channel(self._process.stdin, self._process.stdout)  # type: ignore[arg-type]
        try:
            return [self._send(self._plan()), self._send(self.sources)]
        except OSError:
            # It is gone already, as the first read will show.
            return [0, 0]

    def _start_process(self) -> None:
        needed = _interpreter(), _standard_library(), (*_numpy_folders(), str(PACKAGE / "worker"))
        self._why_missing = {layer: SWITCHED_OFF for layer in LAYERS if layer not in self.layers}
        if "undumpable" in self.layers:
            self._why_missing["undumpable"] = own_memory.shut()
        if "bubblewrap" in self.layers:
            self._why_missing["bubblewrap"] = bubblewrap.why_missing(*needed)
        around = [] if self._why_missing.get("bubblewrap") else bubblewrap.prefix(*needed)
        try:
            self._process = subprocess.Popen(
                [*around, _interpreter(), *_OPTIONS, "-c", _BOOT, str(PACKAGE), _numpy_folders()[0]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor,
                env=_scrubbed_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise WorkerUnavailable(str(error)) from error

    def ask(self, question: dict[str, Any], seconds: float) -> Outcome:
        """What came of one call. Raises `WorkerTimeout` or `WorkerCrashed`, and the worker is gone then."""
        self.wait_until_ready()
        begin = time.perf_counter()
        try:
            answer = self._receive(self._send(question), seconds)
            return _outcome(answer, time.perf_counter() - begin)
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
            if self._greetings:
                self.isolation = self._greeted()
                self._greetings = []
        except (Late, EOFError, OSError, WireError) as error:
            self.close()
            raise WorkerUnavailable(f"it did not get ready ({type(error).__name__})") from error
        return self.isolation

    def close(self) -> None:
        """Kill the process and all that it started."""
        if self._process is not None:
            _kill_group(self._process)
        if self._channel is not None:
            self._channel.close()
        self._process, self._channel = None, None

    def _plan(self) -> dict[str, Any]:
        """What the far side is to put up around itself."""
        wanted = [layer for layer in LAYERS if not self._why_missing.get(layer)]
        plan: dict[str, Any] = {"layers": wanted, "outside": str(PACKAGE / "session.py"), "filter": None}
        if "seccomp" in wanted:
            try:
                plan["filter"] = np.frombuffer(syscalls.program(), np.uint8)
            except syscalls.NoFilter as error:
                self._why_missing["seccomp"] = error.why
                wanted.remove("seccomp")
        return plan

    def _greeted(self) -> Isolation:
        """What the far side says of its layers, and that it took the sources."""
        for_plan, for_sources = self._greetings
        told = self._receive(for_plan, START_SECONDS)
        if not isinstance(told, dict) or not all(isinstance(why, str) for why in told.values()):
            raise WireError("a worker that is not ready")
        if self._receive(for_sources, START_SECONDS) is not True:
            raise WireError("a worker that did not take the sources")
        return Isolation.of({**self._why_missing, **told})

    def _send(self, message: Any) -> int:
        """Write a frame, as far as the pipe takes it; the nonce that the answer must bear."""
        if self._channel is None:
            raise EOFError
        nonce = secrets.randbits(63) | 1
        write_frame(self._channel, nonce, message)
        return nonce

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


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt waits until the end of this block: in the midst of a start it would leave a process to nobody."""
    if os.name != "posix":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# Nothing of the user's, of site-packages or of the working folder is looked at, and nothing is written.
_OPTIONS = ("-s", "-S", "-P", "-B", "-X", "utf8")


def _interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link, and on Windows starts a child that a kill misses."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _standard_library() -> tuple[str, ...]:
    """Where the standard library lies: its modules, and its compiled ones where these are kept apart."""
    modules = os.path.dirname(os.path.realpath(os.__file__))
    compiled = sysconfig.get_config_var("DESTSHARED") or modules
    return (modules,) if compiled.startswith(modules) else (modules, compiled)


@functools.cache
def _numpy_folders() -> tuple[str, ...]:
    """Where NumPy lies, found without importing it, and the libraries that its wheel brings."""
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise WorkerUnavailable("NumPy is not installed")
    folder = os.path.realpath(Path(spec.origin).parent)
    return folder, f"{folder}.libs"


def _scrubbed_environment() -> dict[str, str]:
    """One thread and a fixed hash seed, and nothing of the grader's own environment but what Windows needs."""
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
    return {**one, **kept, "PYTHONHASHSEED": "0"}


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        # The worker leads a session of its own, so its process group has its number.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
