"""The system calls that a worker may make, as a program for the kernel. Made on our side by libseccomp.

Everything else fails with EPERM: fork and exec, sockets, signals to others, ptrace, namespaces, shared and
anonymous files, changes of files. Threads are allowed, and files may be opened for what Landlock leaves of them.
See seccomp(2), seccomp_rule_add(3), seccomp_export_bpf(3).
"""

from __future__ import annotations

import errno
import functools
import os

ALLOWED = (
    # Memory. Not memfd_create, which no limit counts.
    "brk", "madvise", "mmap", "mprotect", "mremap", "munmap",
    # Reading files and writing to what is open.
    "access", "close", "dup", "faccessat", "faccessat2", "fcntl", "fstat", "getcwd", "getdents64", "lseek", "lstat",
    "newfstatat", "open", "openat", "poll", "ppoll", "pread64", "pselect6", "pwrite64", "read", "readlink",
    "readlinkat", "readv", "select", "stat", "statx", "write", "writev",
    # Threads, and an end of the process.
    "arch_prctl", "exit", "exit_group", "futex", "futex_waitv", "get_robust_list", "getcpu", "gettid", "membarrier",
    "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield",
    "set_robust_list", "set_tid_address", "sigaltstack",
    # Time and randomness.
    "clock_getres", "clock_gettime", "clock_nanosleep", "getrandom", "gettimeofday", "nanosleep", "time", "times",
    # Who and where.
    "getegid", "geteuid", "getgid", "getpid", "getppid", "getrlimit", "getrusage", "getuid", "sysinfo", "uname",
)  # fmt: skip

# clone(2): a thread, not a process. ioctl_tty(2), ioctl(2): what open() and isatty() ask.
_CLONE_THREAD = 0x00010000
_TCGETS, _FIOCLEX, _FIONCLEX = 0x5401, 0x5451, 0x5450


class NoFilter(Exception):
    """The program cannot be made here; `why` says what is missing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@functools.cache
def program() -> bytes:
    """The filter as instructions of classic BPF, for prctl(PR_SET_SECCOMP) or `bwrap --seccomp`. Raises `NoFilter`."""
    try:
        import pyseccomp as seccomp
    except (ImportError, RuntimeError, OSError) as error:
        raise NoFilter(f"{error}") from error
    try:
        rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
        for name in ALLOWED:
            rules.add_rule(seccomp.ALLOW, name)
        rules.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
        # Its flags lie in memory, where no filter looks: the C library goes on with clone(2).
        rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
        for request in (_TCGETS, _FIOCLEX, _FIONCLEX):
            rules.add_rule(seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, request))
        # Limits may be read, one's own and without setting new ones.
        rules.add_rule(seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0), seccomp.Arg(2, seccomp.EQ, 0))
        return _exported(rules)
    except OSError as error:
        raise NoFilter(f"libseccomp refused the filter: {error}") from error


def _exported(rules: object) -> bytes:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source:
        with os.fdopen(writing, "wb") as sink:
            rules.export_bpf(sink)  # type: ignore[attr-defined]
        return source.read()
