"""The layers as the far side puts them up around itself, and the probes that show whether they hold.

In this order: limits, Landlock, seccomp. Both of the last bind the calling thread alone, so that there must be only
one. The first two hold for what a process forks as well. Each function returns why its layer is missing, "" where it
was put up, or where a probe sees it hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Callable

if sys.platform == "linux":
    from . import landlock

MEMORY_BYTES = 3 * 2**30
OPEN_FILES = 64
CPU_SECONDS = 3600

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 1, 22, 2
_SIGKILL = 9
# There before, whatever the root is, and not among what may be read.
_CANARY = "/proc/self/status"


_libc = ctypes.CDLL(None, use_errno=True)


class _SockFprog(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def die_with_the_parent() -> None:
    """End this process when the thread that started it ends: a grader that is killed leaves nothing. See prctl(2)."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def limit_resources() -> str:
    """Set the limits that the system has."""
    try:
        import resource
    except ImportError:
        return "this system has no resource limits"
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
    ):
        _, most = resource.getrlimit(limit)
        bound = value if most == resource.RLIM_INFINITY else min(value, most)
        # macOS refuses some limits outright; the probe says what holds.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (bound, bound))
    return ""


def why_not_limited() -> str:
    """rlimits: more memory than the cap is refused."""
    try:
        bytearray(MEMORY_BYTES + 2**20)
    except MemoryError:
        return ""
    return "the memory limit was set but does not hold"


def why_not_alone() -> str:
    """Why Landlock and seccomp would leave something free: other threads. To be asked before either is put up."""
    if sys.platform != "linux":
        return ""
    try:
        threads = len(os.listdir("/proc/self/task"))
    except OSError:
        return "/proc cannot be read, so that threads cannot be counted"
    return "" if threads == 1 else f"there are {threads} threads already, which it would not bind"


def shut_files(standard: tuple[str, ...], numpy_folder: str) -> str:
    """Landlock: nothing can be opened but the standard library and NumPy, and nothing can be changed."""
    if sys.platform != "linux":
        return "Landlock is Linux's"
    readable = [*_parts(standard), numpy_folder, f"{numpy_folder}.libs", _SYSTEM_LIBRARIES, "/etc/ld.so.cache"]
    try:
        landlock.restrict(readable, standard, (os.devnull,))
    except OSError as error:
        return "the kernel has no Landlock" if error.errno in _ABSENT else f"Landlock: {error.strerror}"
    return ""


def why_files_are_not_shut() -> str:
    """Landlock: a file that was not allowed is refused."""
    return _probe(lambda: os.close(os.open(_CANARY, os.O_RDONLY)), errno.EACCES, "a file could still be opened")


def forbid_system_calls(program: bytes) -> str:
    """seccomp: system calls that no exercise needs fail. See seccomp(2)."""
    if sys.platform != "linux":
        return "seccomp is Linux's"
    try:
        landlock.no_new_privileges()
    except OSError as error:
        return f"no_new_privs: {error.strerror}"
    filter_ = _SockFprog(len(program) // 8, program)
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filter_), 0, 0):
        return f"seccomp: {os.strerror(ctypes.get_errno())}"

    def open_a_socket() -> None:
        descriptor = _libc.socket(1, 1, 0)
        if descriptor < 0:
            raise OSError(ctypes.get_errno(), "socket")
        os.close(descriptor)

    return _probe(open_a_socket, errno.EPERM, "a socket could still be opened")


def why_not_in_a_root_of_its_own(outside: str) -> str:
    """bubblewrap: `outside`, a file of ours, is not there, and processes are counted from 1 on.

    The parent is the first process there, or the server that forks workers.
    """
    if os.path.exists(outside):
        return "files outside of its root can still be seen"
    return "" if os.getppid() < 10 else "it shares its process numbers with others"


_ABSENT = (errno.ENOSYS, errno.EOPNOTSUPP)

# What a late import of the standard library's compiled parts may load, where a system keeps libraries by architecture,
# apart from packages. Where there is no such folder, all that NumPy needs is loaded already.
_SYSTEM_LIBRARIES = f"/usr/lib/{os.uname().machine}-linux-gnu" if sys.platform == "linux" else ""


def _parts(standard: tuple[str, ...]) -> list[str]:
    """The folders of the standard library, without the packages that lie in them: Landlock takes nothing back."""
    found: list[str] = []
    for folder in standard:
        names = os.listdir(folder) if os.path.isdir(folder) else []
        packages = {"site-packages", "dist-packages"} & set(names)
        found += [os.path.join(folder, name) for name in names if name not in packages] if packages else [folder]
    return found


def _probe(attempt: Callable[[], None], wanted: int, otherwise: str) -> str:
    try:
        attempt()
    except OSError as error:
        return "" if error.errno == wanted else f"the probe failed otherwise: {error}"
    return otherwise
