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
from collections.abc import Callable
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

_IMPORTABLE = (frozenset(sys.stdlib_module_names) | {"numpy"}) - HIDDEN

# A module of the standard library that is in no list of it, and that systems name each in its way; `sysconfig` imports
# it, and so does numpy.testing.
_BUILD_SETTINGS = "_sysconfigdata_"

# Functions that do without an event what no exercise needs, by the modules that hold them.
_SILENT = {
    "os posix": (
        "mkfifo", "mknod", "pidfd_open", "memfd_create", "unshare", "setns", "setpriority", "nice", "setsid", "setpgid",
        "sched_setaffinity", "sched_setparam", "sched_setscheduler", "setuid", "setgid", "setreuid", "setregid",
        "setresuid", "setresgid", "seteuid", "setegid", "setgroups", "initgroups", "chroot", "forkpty", "openpty",
    ),
    "signal _signal": ("pidfd_send_signal",),
    "_posixsubprocess": ("fork_exec",),
}  # fmt: skip


class Refused(PermissionError):
    """The submission asked for something that no exercise needs."""


def _is_foreign(path: Any) -> bool:
    """Every path is, until it is known which are not."""
    return True


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise Refused("a submission may not use this function")


def get_ready(readable: tuple[str, ...], own: str) -> None:
    """Look for all that `close_the_door` needs: files may be read in `readable`, packages among them only if `own`."""
    global _is_foreign
    _is_foreign = _tell_foreign_paths(readable, own)  # type: ignore[assignment]
    for module in " ".join(_SILENT).split():
        with contextlib.suppress(ImportError):
            importlib.import_module(module)


def _take_away() -> None:
    """Put a refusal in the place of each silent function."""
    for modules, functions in _SILENT.items():
        for module in modules.split():
            found = sys.modules.get(module)
            for function in functions:
                if hasattr(found, function):
                    setattr(found, function, _refuse)


# All that these functions need is bound as a default: neither a global, nor a builtin, nor a cell that the submission
# could reach and change is looked up when an event comes, and no method of its objects is called.


def _tell_foreign_paths(readable: tuple[str, ...], own: str) -> Callable[[Any], bool]:
    """Whether a path is not below one of `readable`, or among packages that are not `own`."""
    folders = tuple(
        os.path.join(form(folder), "") for folder in readable for form in (os.path.abspath, os.path.realpath)
    )
    closed = tuple(os.path.join(folder, name, "") for folder in folders for name in ("site-packages", "dist-packages"))

    def is_foreign(
        path: Any,
        *,
        folders: tuple[str, ...] = folders,
        closed: tuple[str, ...] = closed,
        own: str = own,
        type: type = type,
        text: type = str,
    ) -> bool:
        return (
            type(path) is not text
            or "/.." in path
            or "\\.." in path
            or not path.startswith(folders)
            or (path.startswith(closed) and not path.startswith(own))
        )

    return is_foreign


def close_the_door(own: frozenset[str]) -> None:
    """Refuse from now on what no exercise needs: processes, sockets, files that are not to be read, and imports
    of anything but NumPy, the standard library and `own` top-level names. `get_ready` comes before."""
    _take_away()

    def hook(
        event: str,
        arguments: tuple[Any, ...],
        *,
        is_foreign: Callable[[Any], bool] = _is_foreign,
        importable: frozenset[str] = _IMPORTABLE,
        own: frozenset[str] = own,
        settings: str = _BUILD_SETTINGS,
        hidden: frozenset[str] = HIDDEN,
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
            name, file = arguments[0], arguments[1]
            if type(name) is not text:
                raise refused("a module's name is a str")
            parts = name.split(".")
            is_known = parts[0] in importable or parts[0] in own or parts[0].startswith(settings)
            if not is_known or parts[-1] in hidden:
                raise refused(f"the module {name} may not be imported: only NumPy and the standard library")
            if file is not None and is_foreign(file):
                raise refused("a submission may not load libraries")
        elif event == "open":
            path, _mode, flags = arguments
            is_harmless = type(path) is number or (type(path) is text and path == nowhere)
            if not is_harmless and (type(flags) is not number or flags & writing or is_foreign(path)):
                raise refused("a submission may not open files")
        elif event in listing:
            path = arguments[0]
            if type(path) is not text or is_foreign(path + slash):
                raise refused("a submission may not list folders")
        elif event.startswith(denied):
            raise refused(f"a submission may not use {event}")

    sys.addaudithook(hook)
