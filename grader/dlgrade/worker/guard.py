"""What a worker refuses from the moment on when the student's source arrives, on every system.

An audit hook (PEP 578) cannot be taken off again by Python code. It is no sandbox against native code; the
kernel's layers are. It turns mischief and mistakes (a file opened, a process killed, torch imported by way of
`sys.path`) into an ordinary `PermissionError` that is told to the student as an error of the function.
"""

from __future__ import annotations

import os
import sys
from typing import Any

# Event names: https://docs.python.org/3/library/audit_events.html
_DENIED = (
    "ctypes.", "ensurepip.", "fcntl.", "ftplib.", "gc.get_", "http.", "imaplib.", "mmap.", "msvcrt.", "nntplib.",
    "os.chmod", "os.chown", "os.exec", "os.fork", "os.kill", "os.link", "os.mkdir", "os.posix_spawn",
    "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile", "os.symlink", "os.system", "os.truncate",
    "os.utime", "poplib.", "pty.", "resource.", "shutil.", "signal.", "smtplib.", "socket.",
    "sqlite3.", "subprocess.", "syslog.", "telnetlib.", "tempfile.", "urllib.", "webbrowser.", "winreg.", "_winapi.",
)  # fmt: skip


class Refused(PermissionError):
    """The submission asked for something that no exercise needs."""


def close_the_door(readable: tuple[str, ...], importable: frozenset[str]) -> None:
    """Refuse from now on what no exercise needs: processes, sockets, files outside `readable`, and imports
    of anything but `importable` top-level names."""
    folders = tuple(os.path.join(os.path.realpath(folder), "") for folder in readable)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import":
            name = str(arguments[0]).partition(".")[0]
            if name not in importable:
                raise Refused(f"the module {name} may not be imported: only NumPy and the standard library")
        elif event == "open":
            path, _mode, flags = arguments
            if isinstance(path, int):
                return
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else True
            name = os.path.realpath(os.fsdecode(path))
            if writes or not name.startswith(folders):
                raise Refused("a submission may not open files")
        elif event.startswith(_DENIED):
            raise Refused(f"a submission may not use {event}")

    sys.addaudithook(hook)
