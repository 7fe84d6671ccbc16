"""The student's folder: work is never lost, the folder is found from below, damage is told or does no harm."""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.course import Course, UnknownName
from dlgrade.rules import is_stub
from dlgrade.stub_record import RECORD
from dlgrade.submission import definitions
from dlgrade.workspace import SETTINGS, BadSettings, Edited, find_workspace, init, read_settings, reset

WORK = "def relu(x):\n    return 0.5 * (x + abs(x))\n"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """A workspace as `init` makes it; not to be changed."""
    folder = tmp_path_factory.mktemp("fresh")
    init(course, folder)
    return folder


@pytest.fixture
def workspace(tmp_path: Path, fresh: Path) -> Path:
    folder = tmp_path / "work"
    shutil.copytree(fresh, folder)
    return folder


def edit(workspace: Path, text: str = WORK, topic: str = "relu_like") -> Path:
    """The topic's file with the exercise `relu` replaced by `text`."""
    path = workspace / "week03" / f"{topic}.py"
    source = path.read_text(encoding="utf-8")
    (node,) = definitions(ast.parse(source), "relu")
    old = ast.get_source_segment(source, node)
    assert old is not None
    path.write_text(source.replace(old, text.rstrip("\n")), encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ── init ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_init_writes_the_stub_of_every_topic_the_settings_and_a_record_of_the_stubs(
    course: Course, fresh: Path
) -> None:
    stubs = {t.relative.as_posix(): t.stub_path.read_bytes() for t in course.topics()}
    found = snapshot(fresh)
    assert {name: raw for name, raw in found.items() if name in stubs} == stubs
    assert found.keys() - stubs.keys() == {SETTINGS, RECORD.as_posix()}
    assert read_settings(fresh) == {}


def test_a_second_init_changes_nothing(course: Course, workspace: Path) -> None:
    before = snapshot(workspace)
    assert init(course, workspace) == ([], [])
    assert init(course, workspace, force=True) == ([], [])
    assert snapshot(workspace) == before


def test_init_keeps_edited_files_and_restores_missing_ones(course: Course, workspace: Path) -> None:
    path = edit(workspace)
    work = path.read_bytes()
    lost = workspace / "week03" / "softmax_like.py"
    lost.unlink()
    (workspace / SETTINGS).write_text("timeout = 9.0\n", encoding="utf-8")
    assert init(course, workspace) == ([lost], [path])
    assert path.read_bytes() == work
    assert read_settings(workspace) == {"timeout": 9.0}


def test_init_with_force_keeps_the_work_as_bak(course: Course, workspace: Path, fresh: Path) -> None:
    path = edit(workspace)
    work = path.read_bytes()
    assert init(course, workspace, force=True) == ([path], [])
    backup = path.with_name(path.name + ".bak")
    assert snapshot(workspace) == {**snapshot(fresh), backup.relative_to(workspace).as_posix(): work}


def test_init_leaves_other_files_alone(course: Course, tmp_path: Path) -> None:
    (tmp_path / "week03").mkdir()
    (tmp_path / "week03" / "notes.txt").write_text("mine", encoding="utf-8")
    init(course, tmp_path, force=True)
    assert (tmp_path / "week03" / "notes.txt").read_text(encoding="utf-8") == "mine"


# ── Found from below ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("below", ["", "week03", "week03/deep/er"])
def test_a_workspace_is_found_from_any_folder_below_it(workspace: Path, below: str) -> None:
    (workspace / below).mkdir(parents=True, exist_ok=True)
    assert find_workspace(workspace / below) == workspace


def test_the_nearest_workspace_counts(course: Course, workspace: Path) -> None:
    init(course, workspace / "inner")
    assert find_workspace(workspace / "inner" / "week03") == workspace / "inner"


@pytest.mark.parametrize("below", ["", "docs", "exercises/week03", "tests"])
def test_in_a_clone_the_exercises_are_the_workspace(below: str) -> None:
    assert find_workspace(ROOT / below) == ROOT / "exercises"


def test_elsewhere_there_is_none(tmp_path: Path) -> None:
    assert find_workspace(tmp_path) is None
    assert read_settings(tmp_path) == {}


# ── reset ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["relu", "relu_like", "week3"])
def test_reset_refuses_to_lose_work_and_force_keeps_it_as_bak(
    course: Course, workspace: Path, fresh: Path, name: str
) -> None:
    path = edit(workspace)
    work = path.read_bytes()
    with pytest.raises(Edited) as caught:
        reset(course, workspace, name)
    assert caught.value.path == path
    assert "--force" in str(caught.value)
    assert path.read_bytes() == work
    assert reset(course, workspace, name, force=True) == [path]
    assert path.read_bytes() == (fresh / "week03" / "relu_like.py").read_bytes()
    assert path.with_name("relu_like.py.bak").read_bytes() == work


@pytest.mark.parametrize("name", ["relu", "relu_like", "week3"])
def test_reset_of_what_was_never_touched_changes_nothing(course: Course, workspace: Path, name: str) -> None:
    before = snapshot(workspace)
    assert reset(course, workspace, name) == []
    assert snapshot(workspace) == before


def test_reset_of_a_missing_file_needs_no_force(course: Course, workspace: Path, fresh: Path) -> None:
    (workspace / "week03" / "relu_like.py").unlink()
    assert reset(course, workspace, "relu") == [workspace / "week03" / "relu_like.py"]
    assert snapshot(workspace) == snapshot(fresh)


def test_reset_of_an_unknown_name_is_told(course: Course, workspace: Path) -> None:
    with pytest.raises(UnknownName):
        reset(course, workspace, "rellu")


NEIGHBOUR = "def gelu(x):\n    return x  # mine\n"
AROUND = {
    "above": f"{WORK}\n\n{NEIGHBOUR}",
    "below": f"{NEIGHBOUR}\n\n{WORK}",
    "decorated": f"import functools\n\n\n@functools.cache\n@functools.wraps(abs)\n{WORK}\n\n{NEIGHBOUR}",
    "a lambda": f"relu = lambda x: x\n\n\n{NEIGHBOUR}",
    "twice": f"{WORK}\n\n{NEIGHBOUR}\n\n{WORK}",
    "under if": f"if True:\n    {WORK.replace(chr(10), chr(10) + '    ').rstrip()}\n\n\n{NEIGHBOUR}",
    "after a form feed": f"{NEIGHBOUR}\n\f\n{WORK}\n\f\nLAST = 1\n",
    "after a line separator": f"TEXT = 'a\u2028b\x85c'\n\n\n{NEIGHBOUR}\n\n{WORK}\n\nLAST = 1\n",
    "with a byte order mark": f"\ufeff{NEIGHBOUR}\n\n{WORK}",
    "with CRLF": f"{NEIGHBOUR}\n\n{WORK}".replace("\n", "\r\n"),
    "not there": NEIGHBOUR,
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND.keys())
def test_reset_of_one_exercise_leaves_the_rest_of_its_file(course: Course, workspace: Path, text: str) -> None:
    path = workspace / "week03" / "relu_like.py"
    path.write_bytes(text.encode())
    before = ast.parse(text.removeprefix("\ufeff"))
    assert reset(course, workspace, "relu", force=True) == [path]
    after = ast.parse(path.read_bytes())
    (stub,) = definitions(after, "relu")
    (expected,) = definitions(ast.parse((course.exercises_dir / "week03" / "relu_like.py").read_bytes()), "relu")
    assert is_stub(stub)
    assert isinstance(stub, ast.FunctionDef)
    assert isinstance(expected, ast.FunctionDef)
    assert ast.get_docstring(stub) == ast.get_docstring(expected)
    kept = [ast.dump(node) for node in before.body if not _defines_relu(node)]
    assert [ast.dump(node) for node in after.body if not _defines_relu(node)] == kept


def _defines_relu(node: ast.stmt) -> bool:
    return bool(definitions(ast.Module([node], []), "relu"))


def test_reset_of_one_exercise_of_a_file_that_cannot_be_parsed_restores_the_file(
    course: Course, workspace: Path, fresh: Path
) -> None:
    path = workspace / "week03" / "relu_like.py"
    path.write_text("def relu(x:\n", encoding="utf-8")
    reset(course, workspace, "relu", force=True)
    assert path.read_bytes() == (fresh / "week03" / "relu_like.py").read_bytes()
    assert path.with_name("relu_like.py.bak").read_text(encoding="utf-8") == "def relu(x:\n"


# ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["timeout = ", "[", "timeout = 1\ntimeout = 2", "\0"])
def test_damaged_settings_are_told_with_their_file(workspace: Path, text: str) -> None:
    (workspace / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        read_settings(workspace / "week03")
    assert caught.value.exit_code == 2
    assert os.fspath(workspace / SETTINGS) in str(caught.value)


def test_settings_that_are_not_utf_8_are_told(workspace: Path) -> None:
    (workspace / SETTINGS).write_bytes(b"lang = '\xff'\n")
    with pytest.raises(BadSettings):
        read_settings(workspace)


def test_settings_are_found_from_below_with_their_names_as_options_have_them(workspace: Path) -> None:
    (workspace / SETTINGS).write_text("fail-under = 50\nlang = 'tr'\n", encoding="utf-8")
    assert read_settings(workspace / "week03") == {"fail_under": 50, "lang": "tr"}


def test_a_setting_that_is_none_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "dlgrade.toml").write_text("time-out = 3\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"`time-out` is no setting; there are .*timeout"):
        read_settings(tmp_path)
