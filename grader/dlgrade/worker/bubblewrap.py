"""bubblewrap: the worker in namespaces of its own, with a root that holds Python, NumPy and nothing else.

See bwrap(1). Works as root or where unprivileged user namespaces are allowed, which a container often forbids.
"""

from __future__ import annotations

import functools
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 20.0


@functools.cache
def program() -> str:
    """The path of bwrap; "" where it is not installed."""
    return shutil.which("bwrap") or "" if sys.platform == "linux" else ""


@functools.cache
def why_missing(interpreter: str, standard: tuple[str, ...], own: tuple[str, ...]) -> str:
    """Why the interpreter does not start in a root of its own; "" where it does. Tried once."""
    if sys.platform != "linux":
        return "bubblewrap is Linux's"
    if not program():
        return "bwrap is not installed"
    try:
        done = subprocess.run(
            [*prefix(interpreter, standard, own), interpreter, "-I", "-S", "-c", "import ctypes"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=START_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap does not run: {error}"
    return "" if done.returncode == 0 else done.stderr.decode("utf-8", "replace").strip()[-200:] or "bwrap fails"


def prefix(interpreter: str, standard: tuple[str, ...], own: tuple[str, ...]) -> list[str]:
    """The command that runs what follows it in a root with the interpreter, its standard library, the libraries
    that it loads, and our own folders; of packages that lie among them only those that are our own."""
    libraries = (*standard, *_library_folders())
    return [
        program(),
        "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        *_links("/lib", "/lib64", "/usr/lib64"),
        *_bound(interpreter, *libraries),
        *(part for folder in libraries for part in _hidden(folder)),
        *_bound(*own),
        "--proc", "/proc", "--dev", "/dev", "--chdir", "/", "--",
    ]  # fmt: skip


def _bound(*paths: str) -> Iterator[str]:
    for path in dict.fromkeys(paths):
        yield from ("--ro-bind-try", path, path)


def _links(*paths: str) -> Iterator[str]:
    """Where a system keeps /lib as a link into /usr, so does the new root."""
    for path in paths:
        if os.path.islink(path):
            yield from ("--symlink", os.readlink(path), path)


def _hidden(folder: str) -> Iterator[str]:
    """Packages that lie inside the standard library, or beside the system's libraries, are covered."""
    for inside in (folder, *glob.glob(os.path.join(glob.escape(folder), "python3*"))):
        for name in ("site-packages", "dist-packages"):
            if os.path.isdir(packages := os.path.join(inside, name)):
                yield from ("--tmpfs", packages)


@functools.cache
def _library_folders() -> tuple[str, ...]:
    """Where the shared libraries lie that this process has loaded, but for those of packages; and their loader."""
    folders = {path for path in ("/lib64", "/usr/lib64") if os.path.isdir(path) and not os.path.islink(path)}
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        path = line[line.find("/") :] if "/" in line else ""
        if ".so" in os.path.basename(path) and "-packages" not in path:
            folders.add(os.path.dirname(path))
    return tuple(sorted(folders))
