"""What a worker refuses from the moment on when the student's source arrives, on every system.

An audit hook (PEP 578) cannot be taken off again by Python code. It is no sandbox against native code; the
kernel's layers are. It turns mischief and mistakes (a file opened, a process killed, torch imported by way of
`sys.path`) into an ordinary `PermissionError` that is told to the student as an error of the function.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import Any

# Event names: https://docs.python.org/3/library/audit_events.html
_DENIED = (
    "ctypes.", "ensurepip.", "fcntl.", "ftplib.", "gc.get_", "http.", "imaplib.", "mmap.", "msvcrt.", "nntplib.",
    "os.chmod", "os.chown", "os.exec", "os.fork", "os.kill", "os.link", "os.mkdir", "os.posix_spawn",
    "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile", "os.symlink", "os.system", "os.truncate",
    "os.setxattr", "os.removexattr",
    "os.utime", "poplib.", "pty.", "resource.", "shutil.", "signal.", "smtplib.", "socket.",
    "sqlite3.", "subprocess.", "syslog.", "telnetlib.", "tempfile.", "urllib.", "webbrowser.", "winreg.", "_winapi.",
)  # fmt: skip

# They start processes or interpreters, or open files, sockets and shared memory, without any event.
HIDDEN = frozenset(
    {"_posixsubprocess", "_xxsubinterpreters", "_interpreters", "_winapi", "_testcapi", "_tkinter", "readline",
     "_posixshmem", "_multiprocessing", "_gdbm", "_dbm", "_ssl"}
)  # fmt: skip

# Functions that do without an event what no exercise needs.
_SILENT = {
    "os": (
        "mkfifo", "mknod", "pidfd_open", "memfd_create", "unshare", "setns", "setpriority", "nice", "setsid", "setpgid",
        "sched_setaffinity", "sched_setparam", "sched_setscheduler", "setuid", "setgid", "setreuid", "setregid",
        "setresuid", "setresgid", "seteuid", "setegid", "setgroups", "initgroups", "chroot", "forkpty", "openpty",
    ),
    "signal": ("pidfd_send_signal",),
    "_posixsubprocess": ("fork_exec",),
}  # fmt: skip


class Refused(PermissionError):
    """The submission asked for something that no exercise needs."""


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise Refused("a submission may not use this function")


def _take_away() -> None:
    """Put a refusal in the place of each silent function, where its module keeps it and where it comes from."""
    for name, functions in _SILENT.items():
        for module in (name, {"os": "posix", "signal": "_signal"}.get(name, name)):
            with contextlib.suppress(ImportError):
                found = importlib.import_module(module)
                for function in functions:
                    if hasattr(found, function):
                        setattr(found, function, _refuse)


def close_the_door(readable: tuple[str, ...], own: str, importable: frozenset[str]) -> None:
    """Refuse from now on what no exercise needs: processes, sockets, files outside `readable`, and imports
    of anything but `importable` top-level names."""
    _take_away()
    folders = tuple(
        os.path.join(form(folder), "") for folder in readable for form in (os.path.abspath, os.path.realpath)
    )
    closed = tuple(os.path.join(folder, name, "") for folder in folders for name in ("site-packages", "dist-packages"))

    # All that the hook needs is bound here as a default: neither a global, nor a builtin, nor a cell that the
    # submission could reach and change is looked up when an event comes, and no method of its objects is called.
    def hook(
        event: str,
        arguments: tuple[Any, ...],
        *,
        importable: frozenset[str] = importable - HIDDEN,
        hidden: frozenset[str] = HIDDEN,
        folders: tuple[str, ...] = folders,
        closed: tuple[str, ...] = closed,
        own: str = own,
        denied: tuple[str, ...] = _DENIED,
        listing: frozenset[str] = frozenset({"os.listdir", "os.scandir"}),
        slash: str = os.sep,
        nowhere: str = os.devnull,
        writing: int = os.O_WRONLY | os.O_RDWR | os.O_CREAT,
        refused: type[Refused] = Refused,
        type: type = type,
        text: type = str,
        number: type = int,
    ) -> None:
        if event == "import":
            name = arguments[0]
            if type(name) is not text:
                raise refused("a module's name is a str")
            parts = name.split(".")
            if parts[0] not in importable or parts[-1] in hidden:
                raise refused(f"the module {name} may not be imported: only NumPy and the standard library")
            file = arguments[1]
            if file is not None and (
                type(file) is not text
                or not file.startswith(folders)
                or (file.startswith(closed) and not file.startswith(own))
            ):
                raise refused("a submission may not load libraries")
        elif event == "open":
            path, _mode, flags = arguments
            if type(path) is number or (type(path) is text and path == nowhere):
                return
            if (
                type(path) is not text
                or type(flags) is not number
                or flags & writing
                or "/.." in path
                or "\\.." in path
                or not path.startswith(folders)
                or (path.startswith(closed) and not path.startswith(own))
            ):
                raise refused("a submission may not open files")
        elif event in listing:
            path = arguments[0]
            if type(path) is not text or not (path + slash).startswith(folders) or (path + slash).startswith(closed):
                raise refused("a submission may not list folders")
        elif event.startswith(denied):
            raise refused(f"a submission may not use {event}")

    sys.addaudithook(hook)
