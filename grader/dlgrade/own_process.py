"""A process of one's own that calls functions, one after the other, and stays warm: what ends it costs one call.

It is no `multiprocessing.Process`: those of a Dask worker may not have any, since they are daemonic themselves. Nor is
it the caller's: a Dask worker calls from a thread of many, and grading wants signals, limits and priority to itself.
Requests and answers are pickled, since both ends are ours; what students write stays behind the wall as ever.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from dlgrade.worker.channel import Channel, Late, channel
from dlgrade.worker.launch import kill_group

# A process for which there is nothing to do any more, on a worker of a cluster for instance, gives its memory back.
IDLE_SECONDS = 600.0
# How long a process that is not wanted any more may take to close what it has open.
GRACE_SECONDS = 2.0
# There are as many processes as there are jobs: threads of one would stand in the way of another.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

_LENGTH = struct.Struct("<Q")
_BOOT = "import sys; sys.path[:] = {path!r}; from dlgrade.own_process import serve; serve()"


class ProcessLost(concurrent.futures.BrokenExecutor):
    """The process ended, or did not answer in time and was killed."""


class CallFailed(Exception):
    """The function raised; the text tells what, since not every exception can be sent."""


def request(function: Callable[..., Any], *args: Any, **kwargs: Any) -> bytes:
    """A call as it is sent; the function is told by its name."""
    return pickle.dumps(functools.partial(function, *args, **kwargs), pickle.HIGHEST_PROTOCOL)


class OwnProcess:
    """The caller's end. `call` belongs to one thread; `kill` may come from any. Raises `ProcessLost`."""

    def __init__(self) -> None:
        # The folder that it is started in has no say in what is imported: students' files may lie there.
        path = [place for place in sys.path if place]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT.format(path=path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env={**ONE_THREAD, **os.environ},
                # An interrupt at the terminal is for the caller, who knows what to end.
                start_new_session=True,
            )
        except OSError as error:
            raise ProcessLost(f"no process could be started: {error.strerror}") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._channel: Channel = channel(self._process.stdin, self._process.stdout)  # type: ignore[arg-type]

    @property
    def pid(self) -> int:
        return self._process.pid

    def call(self, body: bytes, seconds: float) -> Any:
        """What the function of a `request` returns.

        Raises:
            ProcessLost: there is no answer, and no process any more.
            CallFailed: the function raised.
        """
        self._channel.deadline = time.monotonic() + seconds
        try:
            self._channel.write(_LENGTH.pack(len(body)) + body)
            self._channel.flush()
            (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
            succeeded, answer = pickle.loads(self._exactly(length))
        except Late:
            self.close()
            raise ProcessLost(f"no answer in {seconds:.0f} s") from None
        except (EOFError, OSError) as error:
            self.close()
            raise ProcessLost(_how_it_ended(self._process.returncode)) from error
        if not succeeded:
            raise CallFailed(answer)
        return answer

    def kill(self) -> None:
        """End it now. Whoever waits in `call` gets `ProcessLost`."""
        if self.is_alive():
            kill_group(self._process)

    def close(self) -> None:
        """End it and let go of its pipes; for the thread that calls, or when nobody does."""
        self.kill()
        self._channel.close()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def _exactly(self, count: int) -> bytes:
        raw = self._channel.read(count)
        if len(raw) < count:
            raise EOFError
        return raw


class Crew:
    """As many processes as there are calls at the same time; one that is free is taken before another is started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[OwnProcess] = []
        self._busy: set[OwnProcess] = set()
        self._is_closed = False

    def call(self, body: bytes, seconds: float) -> Any:
        """Call in a process, from any thread. Raises as `OwnProcess.call`."""
        process = self._take()
        try:
            return process.call(body, seconds)
        finally:
            with self._lock:
                self._busy.discard(process)
                if process.is_alive() and not self._is_closed:
                    self._free.append(process)
                else:
                    process.close()

    def close(self) -> None:
        """End all of them, those that are at work too."""
        with self._lock:
            self._is_closed = True
            for process in self._busy:
                process.kill()
            for process in self._free:
                process.close()
            self._free.clear()

    def pids(self) -> set[int]:
        with self._lock:
            return {process.pid for process in [*self._free, *self._busy]}

    def _take(self) -> OwnProcess:
        with self._lock:
            if self._is_closed:
                raise ProcessLost("the run is over")
            while self._free:
                process = self._free.pop()
                if process.is_alive():
                    break
                process.close()
            else:
                process = OwnProcess()
            self._busy.add(process)
            return process


def serve() -> None:
    """The far end: call what is asked for until nobody can ask any more."""
    # What is printed here must not come among the answers.
    requests, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    with contextlib.suppress(queue.Empty, BrokenPipeError):
        while body := waiting.get(timeout=IDLE_SECONDS):
            answer = _answer(body)
            left = memoryview(_LENGTH.pack(len(answer)) + answer)
            while left:
                left = left[answers.write(left) :]


def _listen(requests: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """Take requests as they come. When the caller is gone this process goes too, at work or not."""
    with contextlib.suppress(EOFError):
        while True:
            (length,) = _LENGTH.unpack(_read(requests, _LENGTH.size))
            waiting.put(_read(requests, length))
    waiting.put(b"")
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _read(pipe: BinaryIO, count: int) -> bytes:
    raw = bytearray()
    while len(raw) < count:
        piece = pipe.read(count - len(raw))
        if not piece:
            raise EOFError
        raw += piece
    return bytes(raw)


def _answer(body: bytes) -> bytes:
    try:
        return pickle.dumps((True, pickle.loads(body)()), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps((False, f"{type(error).__name__}: {error}"))


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
