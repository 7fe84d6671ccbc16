"""The two pipes to a worker, with one deadline for a whole message.

Nothing here waits for a process: not for one that does not read, nor for one that holds the other end after the worker
is gone. Where pipes cannot be polled, on Windows, two threads wait in our place.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import threading
import time
from typing import BinaryIO, Protocol

_PIECE = 1 << 16


class Late(Exception):
    """The deadline passed."""


class Channel(Protocol):
    """What the host writes to and reads from; a `wire` frame takes it as a pipe."""

    deadline: float

    def write(self, raw: bytes) -> object: ...

    def flush(self) -> None: ...

    def read(self, count: int) -> bytes:
        """`count` bytes, fewer at the end. Raises `Late`."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still holds the other end, as far as can be seen from here."""

    def close(self) -> None: ...


class Polled:
    """Both ends in the caller's own thread: what could not be written yet is written while it waits for an answer."""

    def __init__(self, questions: BinaryIO, answers: BinaryIO) -> None:
        self.deadline = 0.0
        self._questions, self._answers = questions, answers
        self._to_write, self._was_read = bytearray(), bytearray()
        for pipe in (questions, answers):
            os.set_blocking(pipe.fileno(), False)
        self._poll = select.poll()
        self._poll.register(answers, select.POLLIN)

    def write(self, raw: bytes) -> None:
        self._to_write += raw

    def flush(self) -> None:
        """Write what the pipe takes now. Raises `OSError` if nobody reads any more."""
        with contextlib.suppress(BlockingIOError):
            while self._to_write:
                done = os.write(self._questions.fileno(), self._to_write[:_PIECE])
                del self._to_write[:done]
        if self._to_write:
            self._poll.register(self._questions, select.POLLOUT)
        else:
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._questions)

    def read(self, count: int) -> bytes:
        while len(self._was_read) < count:
            left = self.deadline - time.monotonic()
            ready = dict(self._poll.poll(1000 * left)) if left > 0 else {}
            if not ready:
                raise Late
            if self._questions.fileno() in ready:
                self.flush()
            if self._answers.fileno() in ready:
                piece = os.read(self._answers.fileno(), max(_PIECE, count - len(self._was_read)))
                if not piece:
                    break
                self._was_read += piece
        piece = bytes(self._was_read[:count])
        del self._was_read[:count]
        return piece

    @property
    def is_open(self) -> bool:
        return not any(event & (select.POLLHUP | select.POLLERR) for _, event in self._poll.poll(0))

    def close(self) -> None:
        for pipe in (self._questions, self._answers):
            # Closing writes nothing more: what lies in `_to_write` is for nobody.
            with contextlib.suppress(OSError):
                pipe.close()


class Threaded:
    """A thread writes, another reads."""

    def __init__(self, questions: BinaryIO, answers: BinaryIO) -> None:
        self.deadline = 0.0
        self._questions, self._answers = questions, answers
        self._out: queue.Queue[bytes | None] = queue.Queue()
        self._in: queue.Queue[bytes] = queue.Queue()
        self._was_read = bytearray()
        self._is_at_end = False
        for work in (self._write_all, self._read_all):
            threading.Thread(target=work, name="dlgrade-worker", daemon=True).start()

    def write(self, raw: bytes) -> None:
        self._out.put(raw)

    def flush(self) -> None:
        """Nothing: the thread writes as soon as it can."""

    def read(self, count: int) -> bytes:
        while len(self._was_read) < count:
            try:
                piece = self._in.get(timeout=max(0.0, self.deadline - time.monotonic()))
            except queue.Empty:
                raise Late from None
            if not piece:
                self._in.put(b"")
                break
            self._was_read += piece
        piece = bytes(self._was_read[:count])
        del self._was_read[:count]
        return piece

    @property
    def is_open(self) -> bool:
        return not self._is_at_end

    def close(self) -> None:
        self._out.put(None)

    def _write_all(self) -> None:
        with contextlib.suppress(OSError), self._questions:
            while (raw := self._out.get()) is not None:
                self._questions.write(raw)
                self._questions.flush()

    def _read_all(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._answers:
            while piece := os.read(self._answers.fileno(), _PIECE):
                self._in.put(piece)
        self._is_at_end = True
        self._in.put(b"")


def channel(questions: BinaryIO, answers: BinaryIO) -> Channel:
    """The quickest kind that this system has."""
    return Polled(questions, answers) if os.name == "posix" else Threaded(questions, answers)
