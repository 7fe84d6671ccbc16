"""Where a submission's process comes from: forked from a clean one, or started before it is needed.

Importing NumPy is what a start costs, fifty times as much as the wall. On Linux a server forks workers that have it.
Elsewhere one worker is kept ready beside the one that is asked.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO, Protocol

from dlgrade.worker.launch import Launch, WorkerUnavailable, kill_group, uninterrupted
from dlgrade.worker.wire import encode, write_frame

END_SECONDS = 20.0


@dataclass
class Process:
    """A worker's two pipes, and how it is ended with all that it started."""

    questions: BinaryIO
    answers: BinaryIO
    kill: Callable[[], None]


class Starter(Protocol):
    """Starts workers, all held alike. To be closed from the thread that it was made in."""

    @property
    def why_missing(self) -> dict[str, str]:
        """Why layers are missing, as far as that is known on this side."""

    def warm_up(self) -> None:
        """Begin to get ready. Raises `WorkerUnavailable`."""

    def start(self) -> Process:
        """A process that is ready, or will be soon. Raises `WorkerUnavailable`."""

    def close(self) -> None:
        """End what was started."""


@dataclass
class ForkServer:
    """Has workers forked by a process that imported NumPy once: see `fork_server`."""

    launch: Launch = field(default_factory=Launch)
    _server: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _numbers: count[int] = field(default_factory=count)

    @property
    def why_missing(self) -> dict[str, str]:
        return self.launch.why_missing

    def warm_up(self) -> None:
        with uninterrupted():
            if self._server is None or self._server.poll() is not None:
                self._run()

    def start(self) -> Process:
        self.warm_up()
        with uninterrupted():
            number = next(self._numbers)
            (read_question, ask), (read_answer, answer) = os.pipe(), os.pipe()
            try:
                # The server takes the message when it is there: until then it lies in the socket.
                assert self._control is not None
                socket.send_fds(self._control, [b"fork %d" % number], [read_question, answer])
            except OSError as error:
                os.close(ask)
                os.close(read_answer)
                raise WorkerUnavailable(f"the process that forks workers is gone ({error.strerror})") from error
            finally:
                os.close(read_question)
                os.close(answer)
            return Process(os.fdopen(ask, "wb", 0), os.fdopen(read_answer, "rb", 0), lambda: self._end(number))

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            kill_group(self._server)
        self._server, self._control = None, None

    def _run(self) -> None:
        self.close()
        self._control, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far_end:
            self._server = self.launch.run("fork_server", stdin=far_end, stdout=subprocess.DEVNULL)
        self._control.settimeout(END_SECONDS)
        self._control.send(encode(self.launch.plan()))

    def _end(self, number: int) -> None:
        if self._control is None:
            return
        try:
            self._control.send(b"end %d" % number)
            if int(self._control.recv(64) or -1) != number:
                self.close()
        except OSError:
            # It does not listen any more. Its workers go with it.
            self.close()


@dataclass
class Spare:
    """Keeps a fresh worker ready: it imports NumPy while the one before is asked."""

    launch: Launch = field(default_factory=Launch)
    _spare: Process | None = None

    @property
    def why_missing(self) -> dict[str, str]:
        return self.launch.why_missing

    def warm_up(self) -> None:
        with uninterrupted():
            self._spare = self._spare or self._fresh()

    def start(self) -> Process:
        with uninterrupted():
            process = self._spare or self._fresh()
            self._spare = self._fresh()
            return process

    def close(self) -> None:
        if self._spare is not None:
            self._spare.kill()
            for pipe in (self._spare.questions, self._spare.answers):
                pipe.close()
            self._spare = None

    def _fresh(self) -> Process:
        process = self.launch.run("child", subprocess.PIPE, subprocess.PIPE)
        assert process.stdin is not None
        assert process.stdout is not None
        plan = self.launch.plan()
        # One that is gone already shows it when it is asked.
        with contextlib.suppress(OSError):
            write_frame(process.stdin, 0, plan)
        return Process(process.stdin, process.stdout, lambda: kill_group(process))  # type: ignore[arg-type]


def why_not_forked() -> str:
    """Why workers cannot be forked here; "" where they can."""
    # A fork of macOS' libraries is not safe, and Windows has none.
    return "" if sys.platform == "linux" else "only Linux forks a process that holds NumPy safely"


def starter(layers: frozenset[str]) -> Starter:
    """The quickest that this system has."""
    launch = Launch(layers)
    return Spare(launch) if why_not_forked() else ForkServer(launch)
