"""A clone tells when its last commit was made, and nothing that it names is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dlgrade.handed_in import HandedIn
from dlgrade.taking_in import take_in
from dlgrade.taking_in.entries import listing
from packing import RELU, unpacked, who, zipped

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

MADE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)


def git(folder: Path, *arguments: str, at: datetime = MADE) -> str:
    """Run git as a student does, without the settings of whoever runs the tests."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_COMMITTER_DATE": at.isoformat(),
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
    }
    who = ["-c", "user.name=Çağrı Öz", "-c", "user.email=cagri@example.edu"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def clone(folder: Path, at: datetime = MADE, *options: str) -> Path:
    """A repository with one commit."""
    unpacked(folder, {"week03/relu_like.py": RELU})
    git(folder, "init", "-q", "-b", "main", *options)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "hand in", at=at)
    return folder


def taken(folder: Path) -> dict[str, HandedIn]:
    found = take_in(folder)
    assert found.platform == "git"
    return {one.student.id: one for one in found.handed_in}


def test_a_clone_was_handed_in_when_its_last_commit_was_made(tmp_path: Path) -> None:
    clone(tmp_path / "ayşe")
    later = clone(tmp_path / "veli", MADE + timedelta(hours=1))
    git(later, "gc", "-q")
    git(later, "pack-refs", "--all")
    assert not (later / ".git" / "refs" / "heads" / "main").exists()
    unpacked(tmp_path, {"can/a.py": RELU})
    found = taken(tmp_path)
    assert {id: one.at for id, one in found.items()} == {"ayşe": MADE, "veli": MADE + timedelta(hours=1), "can": None}
    assert [entry.name for entry in found["ayşe"].entries] == ["week03/relu_like.py"]


def test_a_detached_head_and_a_repository_of_sha_256_are_read_as_well(tmp_path: Path) -> None:
    git(clone(tmp_path / "ayşe"), "checkout", "-q", "--detach")
    clone(tmp_path / "veli", MADE, "--object-format=sha256")
    assert {one.at for one in taken(tmp_path).values()} == {MADE}


def test_nothing_that_a_clone_names_is_run(tmp_path: Path) -> None:
    folder = clone(tmp_path / "class" / "ayşe")
    clone(tmp_path / "class" / "veli")
    mark = tmp_path / "ran"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "core.alternateRefsCommand"):
        git(folder, "config", name, str(script))
    git(folder, "config", "credential.helper", f"!{script}")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.url", f"ext::{script}")
    git(folder, "config", "remote.origin.promisor", "true")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (folder / ".git" / "hooks").mkdir(exist_ok=True)
        shutil.copy(script, folder / ".git" / "hooks" / hook)
    git(folder, "status")
    assert mark.exists(), "it runs where Git works in the clone"
    mark.unlink()
    assert taken(tmp_path / "class")["ayşe"].at == MADE
    # Without its objects, Git would ask the remote, which is a program.
    shutil.rmtree(folder / ".git" / "objects")
    (folder / ".git" / "objects" / "pack").mkdir(parents=True)
    assert taken(tmp_path / "class")["ayşe"].at is None
    assert not mark.exists()


def test_reading_a_clone_changes_nothing_in_it(tmp_path: Path) -> None:
    folder = clone(tmp_path / "ayşe")
    clone(tmp_path / "veli")

    def state() -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*")}

    before = state()
    taken(tmp_path)
    assert state() == before


def test_a_commit_that_is_planted_under_the_name_of_another_is_no_commit(tmp_path: Path) -> None:
    folder = clone(tmp_path / "ayşe")
    clone(tmp_path / "veli")
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "commit", "-q", "--amend", "-m", "earlier", at=MADE - timedelta(days=9))
    planted = git(folder, "rev-parse", "HEAD")
    objects = folder / ".git" / "objects"
    target = objects / head[:2] / head[2:]
    target.unlink()
    shutil.copy(objects / planted[:2] / planted[2:], target)
    (folder / ".git" / "HEAD").write_text(f"{head}\n", encoding="ascii")
    assert taken(tmp_path)["ayşe"].at is None


@pytest.mark.parametrize(
    "head",
    [
        "", "ref: refs/heads/none", "ref: HEAD", "ref: ../../../../etc/passwd", "ref: /etc/passwd", "--help", "0" * 40,
        "ref: refs/heads/\0", "x" * 5000, "\ufffd",
    ],
)  # fmt: skip
def test_a_head_that_leads_nowhere_tells_no_time(tmp_path: Path, head: str) -> None:
    (clone(tmp_path / "ayşe") / ".git" / "HEAD").write_text(head, encoding="utf-8")
    clone(tmp_path / "veli")
    found = taken(tmp_path)
    assert (found["ayşe"].at, found["veli"].at) == (None, MADE)


def test_objects_elsewhere_are_not_those_of_the_clone(tmp_path: Path) -> None:
    elsewhere = clone(tmp_path / "elsewhere")
    folder = clone(tmp_path / "class" / "ayşe", MADE + timedelta(hours=1))
    clone(tmp_path / "class" / "veli")
    shutil.copy(elsewhere / ".git" / "refs" / "heads" / "main", folder / ".git" / "refs" / "heads" / "main")
    shutil.rmtree(folder / ".git" / "objects")
    (folder / ".git" / "objects").symlink_to(elsewhere / ".git" / "objects")
    assert taken(tmp_path / "class")["ayşe"].at is None


def test_a_clone_within_a_zip_is_graded_and_tells_no_time(tmp_path: Path) -> None:
    folder = clone(tmp_path / "ayşe")
    files = {f"ayşe/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found = take_in(zipped(tmp_path / "class.zip", {**files, "veli/a.py": RELU}))
    assert (found.platform, who(found)) == ("git", {"ayşe": ["week03/relu_like.py"], "veli": ["a.py"]})
    assert {one.at for one in found.handed_in} == {None}


def test_the_clone_of_an_only_student_is_no_wrapper(tmp_path: Path) -> None:
    clone(unpacked(tmp_path / "ayşe", {"src/a.py": b"x = 1\n", "more/b.py": b"y = 1\n"}))
    shutil.rmtree(tmp_path / "ayşe" / "week03")
    assert set(taken(tmp_path)) == {"ayşe"}


def test_of_a_clone_only_what_leads_to_its_head_is_listed(tmp_path: Path) -> None:
    folder = clone(tmp_path / "ayşe")
    files = {f"ayşe/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    expected = ["ayşe/.git/HEAD", "ayşe/.git/refs/heads/main", "ayşe/week03/relu_like.py"]
    for path in (tmp_path, zipped(tmp_path / "class.zip", files)):
        assert sorted(e.name for e in listing(path).files if e.name != "class.zip") == expected


def test_without_git_no_clone_tells_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone(tmp_path / "ayşe")
    clone(tmp_path / "veli")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert {one.at for one in taken(tmp_path).values()} == {None}
