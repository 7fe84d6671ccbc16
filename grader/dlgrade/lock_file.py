"""A file rewritten by several processes at once: each reads, changes and replaces it while the others wait.

The new text is written to `NAME.lock`, which only one process can make, and then takes the place of NAME: whoever
reads finds the file as it was or as it is, never half of it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

# A lock is held for milliseconds: one that is older is of a process that died.
STALE_S = 5.0
WAIT_S = 10.0


@contextlib.contextmanager
def exclusively(path: Path) -> Iterator[Path]:
    """Hold the lock of `path`; whoever has it writes to the path that is given, which then becomes `path`.

    Nothing is replaced where the block raises. Raises `OSError` where no file can be made.
    """
    fresh = path.with_name(path.name + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    _make(fresh)
    try:
        yield fresh
        if not fresh.stat().st_size:
            raise OSError(f"nothing was written for {path}")
        fresh.replace(path)
    except BaseException:
        # Once it has taken its place a lock of this name is another's.
        fresh.unlink(missing_ok=True)
        raise


def _make(lock: Path) -> None:
    end = time.monotonic() + WAIT_S
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            return
        except FileExistsError:
            if time.monotonic() > end:
                raise
        except PermissionError:
            # So Windows calls a file that is just being removed.
            if os.name != "nt" or time.monotonic() > end:
                raise
        with contextlib.suppress(OSError):
            if time.time() - lock.stat().st_mtime > STALE_S:
                lock.unlink()
        time.sleep(0.005)


def set_aside(path: Path, *, move: bool = False) -> Path:
    """Keep what a file holds beside it, under the first `.bak` that is free or holds the same already."""
    import shutil

    raw = path.read_bytes()
    number = 1
    while True:
        kept = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not kept.exists() or kept.read_bytes() == raw:
            break
        number += 1
    if move:
        path.replace(kept)
    elif not kept.exists():
        shutil.copy2(path, kept)
    return kept
