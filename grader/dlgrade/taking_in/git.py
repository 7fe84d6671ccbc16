"""Folders of students that are Git clones: each was handed in when the commit at HEAD was made.

Nothing of a clone is run, neither its hooks nor what its settings name: HEAD is found by reading files, and the commit
by a Git whose repository is ours and borrows the clone's objects. The date is the committer's, and a student who wants
to can write any date there; who needs to be sure asks the server that took the push.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dlgrade.handed_in import Entry, HandedIn
from dlgrade.taking_in.entries import Listing, Top, text_of
from dlgrade.taking_in.folders import students, unwrapped

TIMEOUT_SECONDS = 20
MAX_COMMIT = 2**20
MAX_REFS = 8 * 2**20
_DEPTH = 5

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_COMMITTER = re.compile(rb"^committer .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)
_CONFIG = "[core]\n\trepositoryformatversion = {version}\n\tbare = true\n{extension}"
_SHA256 = "[extensions]\n\tobjectFormat = sha256\n"


def take(listing: Listing) -> list[HandedIn] | None:
    """Students by the names of their folders. None where most folders are no clones: one may be a student's idea."""
    listing = unwrapped(listing)
    tops = listing.tops
    clones = {name for name, top in tops.items() if top.is_folder and _file(top, "HEAD")}
    if not clones or 2 * len(clones) < sum(top.is_folder for top in tops.values()):
        return None
    return [
        replace(one, at=_made_at(tops[one.label], listing.root)) if one.label in clones else one
        for one in students(tops.values())
    ]


def _made_at(top: Top, root: Path | None) -> datetime | None:
    """When HEAD was committed; None where that cannot be told, as within an archive."""
    commit = _head(top)
    objects = root / top.name / ".git" / "objects" if root else None
    if not commit or not objects or objects.is_symlink() or objects.parent.is_symlink() or not objects.is_dir():
        return None
    raw = _read_commit(commit, objects.resolve())
    found = _COMMITTER.search(raw.partition(b"\n\n")[0]) if raw else None
    if not found:
        return None
    minutes = int(found[3]) * 60 + int(found[4])
    try:
        zone = timezone(timedelta(minutes=-minutes if found[2] == b"-" else minutes))
        return datetime.fromtimestamp(int(found[1]), UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


def _head(top: Top) -> str | None:
    """The commit at HEAD, through however few names; every name is looked up among the clone's own files."""
    name = "HEAD"
    for _ in range(_DEPTH):
        entry = _file(top, name)
        text = (text_of(entry, 4096) or "").strip() if entry else _packed(top, name)
        if _ID.fullmatch(text):
            return text
        if not text.startswith("ref: "):
            return None
        name = text.removeprefix("ref: ").strip()
    return None


def _packed(top: Top, name: str) -> str:
    entry = _file(top, "packed-refs")
    for line in (text_of(entry, MAX_REFS) or "").splitlines() if entry else ():
        commit, _, ref = line.partition(" ")
        if ref == name:
            return commit
    return ""


def _file(top: Top, name: str) -> Entry | None:
    return next((e for e in top.entries if e.name == f".git/{name}"), None)


def _read_commit(commit: str, objects: Path) -> bytes | None:
    """The commit's text, proven by its hash; None where it is not there or there is no Git."""
    if "\n" in str(objects):
        return None
    kind = hashlib.sha1 if len(commit) == 40 else hashlib.sha256
    with tempfile.TemporaryDirectory() as folder:
        _make_repository(Path(folder), objects, is_sha256=kind is hashlib.sha256)
        plain = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        env = plain | {
            "GIT_DIR": folder,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_TERMINAL_PROMPT": "0",
        }
        raw = _output(["git", "cat-file", "commit", commit], Path(folder), env)
    proven = raw is not None and kind(b"commit %d\0" % len(raw) + raw).hexdigest() == commit
    return raw if proven else None


def _output(command: list[str], folder: Path, env: dict[str, str]) -> bytes | None:
    """What a command writes; None where it fails, or writes or takes more than a commit can."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, cwd=folder, env=env, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet)
    except OSError:
        return None
    timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
    timer.start()
    with process:
        assert process.stdout is not None
        raw = process.stdout.read(MAX_COMMIT + 1)
        if len(raw) > MAX_COMMIT:
            process.kill()
    timer.cancel()
    return raw if process.returncode == 0 and len(raw) <= MAX_COMMIT else None


def _make_repository(folder: Path, objects: Path, *, is_sha256: bool) -> None:
    """A bare repository without settings or hooks, which has the objects of another."""
    (folder / "refs").mkdir()
    info = folder / "objects" / "info"
    info.mkdir(parents=True)
    # Git takes a line that begins with a quotation mark or a hash for something else than a path; this is absolute.
    (info / "alternates").write_bytes(os.fsencode(objects) + b"\n")
    (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")
    config = _CONFIG.format(version=int(is_sha256), extension=_SHA256 if is_sha256 else "")
    (folder / "config").write_text(config, encoding="ascii")
