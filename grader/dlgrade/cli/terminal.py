"""The terminal while keys count at once: as it was before on every way out, and while the program is suspended."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any

from dlgrade.cli.keys import AMID_SECONDS, TYPED_AT_ONCE, Decoder

CLEAR = "\x1b[H\x1b[2J"
# The terminal marks what is pasted; one that does not know of it takes no notice.
_MARK_PASTES, _MARK_NO_MORE = "\x1b[?2004h", "\x1b[?2004l"
POLL_SECONDS = 0.05


def is_terminal() -> bool:
    """Whether there are a keyboard and a screen that can be cleared."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return False
    return os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb"


def show(text: str) -> None:
    """Clear the screen and show `text`, in one piece."""
    sys.stdout.write(CLEAR + text)
    sys.stdout.flush()


class Terminal:
    """Use it in a `with` block of the main thread. `on_key` and `on_return` are called from within signals and threads.

    `on_key` gets the name of each key, and "closed" when no more can come. `on_return` is told that the program was
    suspended and is in the foreground again, where the screen holds something else.
    """

    def __init__(self, on_key: Callable[[str], None], on_return: Callable[[], None]) -> None:
        self._on_key, self._on_return = on_key, on_return
        self._stop = threading.Event()
        self._before: list[Any] | None = None
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Terminal:
        self._wake_out, self._wake_in = os.pipe()
        self._reader = threading.Thread(target=self._read, name="keys", daemon=True)
        try:
            self._take()
            self._handle_signals()
            self._reader.start()
        except BaseException:
            self._give_back()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stop.set()
            os.write(self._wake_in, b"\0")
            self._reader.join()
        finally:
            self._give_back()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            os.close(self._wake_in)
            os.close(self._wake_out)

    def _take(self) -> None:
        """Each key counts at once and is not shown. Ctrl-C and Ctrl-Z stay the system's."""
        if sys.platform == "win32":
            # What is run by cmd.exe has the console understand escape sequences from then on.
            os.system("")
        else:
            import termios
            import tty

            if self._before is None:
                self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin, termios.TCSADRAIN)
        _write(_MARK_PASTES)

    def _give_back(self) -> None:
        _write(_MARK_NO_MORE)
        if sys.platform != "win32" and self._before is not None:
            import termios

            # What was typed ahead is dropped: it was not meant for the shell.
            with contextlib.suppress(termios.error):
                termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, self._before)
            self._before = None

    def _handle_signals(self) -> None:
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
                self._handlers[number] = signal.signal(number, self._leave)
            self._handlers[signal.SIGCONT] = signal.signal(signal.SIGCONT, self._come_back)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """Give the terminal back, then do what the signal asks: end, or be suspended."""
        self._give_back()
        signal.signal(number, signal.SIG_DFL)
        if sys.platform != "win32":
            # To this thread, since one to the process may come to another, and later.
            signal.pthread_kill(threading.get_ident(), number)
        # Whoever was suspended comes to this point when it goes on, and SIGCONT takes the terminal again.
        signal.signal(number, self._leave)

    def _come_back(self, number: int, frame: FrameType | None) -> None:
        self._take()
        self._on_return()

    def _read(self) -> None:
        decoder = Decoder()
        for raw in self._chunks(decoder):
            for key in decoder.feed(raw) if raw else decoder.flush():
                self._on_key(key)
        if not self._stop.is_set():
            self._on_key("closed")

    def _chunks(self, decoder: Decoder) -> Iterator[bytes]:
        """What is typed, as it comes; nothing where the rest of a sequence does not come."""
        if sys.platform == "win32":
            import msvcrt

            while not self._stop.wait(POLL_SECONDS):
                while msvcrt.kbhit():
                    letter = msvcrt.getwch()
                    # Arrows come as two letters of their own.
                    special = {"H": "\x1b[A", "P": "\x1b[B"}.get(msvcrt.getwch(), "") if letter in "\0\xe0" else ""
                    yield (special or letter.strip("\0\xe0")).encode("utf-8", "replace")
            return
        import select

        while True:
            ready, _, _ = select.select([sys.stdin, self._wake_out], [], [], AMID_SECONDS if decoder.is_amid else None)
            if self._stop.is_set():
                return
            if not ready:
                yield b""
                continue
            raw = part = _read_some()
            while part and len(raw) > TYPED_AT_ONCE and select.select([sys.stdin], [], [], AMID_SECONDS)[0]:
                # A paste may come in parts, and its last one would look like keys.
                part = _read_some()
                raw += part
            if raw:
                yield raw
            if not part:
                return


def _read_some() -> bytes:
    """What was typed; nothing where the terminal is gone."""
    try:
        return os.read(sys.stdin.fileno(), 4096)
    except OSError:
        return b""


def _write(text: str) -> None:
    """Write what is no text to read, past the buffer, which a signal may have caught at work.

    A terminal that is gone cannot take it any more.
    """
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), text.encode("ascii"))
