"""The autograder for Gradescope: its own scripts, run in a folder of their own, and a result whatever happens."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dlgrade.autograder.grade import Settings
from dlgrade.course import Course, UnknownName
from dlgrade.gradescope_autograder import SCRIPTS, UnfitSettings, build, constraints, requirements

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Gradescope runs the scripts on Linux")

# A topic whose functions need another file of their week.
TOPIC = "softmax_like"


def run(root: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script as Gradescope does, with `root` in the place of /autograder."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST", "PYTHON"))}
    return subprocess.run(
        ["bash", root / "source" / script],
        cwd=root, env={**plain, "AUTOGRADER_ROOT": str(root), **more}, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip


def unpack(root: Path, settings: Settings) -> Path:
    with zipfile.ZipFile(io.BytesIO(build(Course.bundled(), settings))) as archive:
        archive.extractall(root / "source")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An autograder whose image is built, by the interpreter of the tests: nothing is installed."""
    root = unpack(tmp_path_factory.mktemp("autograder"), Settings(TOPIC))
    done = run(root, "setup.sh", AUTOGRADER_PYTHON=sys.executable)
    assert (done.returncode, done.stderr) == (0, "")
    return root


@pytest.fixture
def graded(built: Path) -> Callable[..., dict[str, Any]]:
    """What is in the results for a submission of these files."""

    def grade(files: dict[str, bytes], **more: str) -> dict[str, Any]:
        for folder in ("submission", "results"):
            shutil.rmtree(built / folder, ignore_errors=True)
        for name, raw in files.items():
            path = built / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        done = run(built, "run_autograder", **more)
        assert done.returncode == 0, done.stderr
        results: dict[str, Any] = json.loads((built / "results" / "results.json").read_bytes())
        assert results["visibility"] == "visible"
        return results

    return grade


@pytest.fixture(scope="module")
def solutions(course: Course) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (course.solutions_dir / "week03").glob("*.py")}


# ── What the zip holds ────────────────────────────────────────────────────────────────────────────────────


def test_the_scripts_stand_at_the_root_of_the_zip_and_may_be_executed(course: Course) -> None:
    with zipfile.ZipFile(io.BytesIO(build(course, Settings(TOPIC)))) as archive:
        for script in SCRIPTS:
            info = archive.getinfo(script)
            assert (info.external_attr >> 16, info.create_system) == (0o100755, 3)
            assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in archive.read(script)
            assert b"@" not in archive.read(script).replace(b'"${pip[@]}"', b"").replace(b"[@]", b"")


def test_the_zip_holds_the_program_and_the_course_and_nothing_else_of_the_clone(course: Course) -> None:
    with zipfile.ZipFile(io.BytesIO(build(course, Settings(TOPIC)))) as archive:
        names = set(archive.namelist())
    inside = {name for name in names if name.startswith("package/dlgrade/")}
    assert names - inside == {*SCRIPTS, "settings.json", "requirements.txt", "constraints.txt"}
    for path in course.suites_dir.rglob("week*/*.py"):
        assert f"package/dlgrade/bundled/suites/{path.relative_to(course.suites_dir).as_posix()}" in inside
    assert not [name for name in names if "__pycache__" in name or "/." in name or "/tests/" in name]


def test_the_same_course_and_settings_give_the_same_zip(course: Course) -> None:
    assert build(course, Settings(TOPIC)) == build(course, Settings(TOPIC))


def test_what_is_needed_is_listed_with_the_versions_that_are_installed_here() -> None:
    needed = requirements()
    fixed = dict(line.split("==") for line in constraints(needed))
    assert {"numpy", "torch", "click", "pytest"} <= fixed.keys()
    # A build for one kind of machine, such as 2.4.0+cpu, could not be found elsewhere.
    assert not [version for version in fixed.values() if "+" in version]


@pytest.mark.parametrize("settings", [Settings(TOPIC, reveal="all"), Settings(TOPIC, visibility="never")])
def test_a_setting_that_does_not_exist_is_refused(course: Course, settings: Settings) -> None:
    with pytest.raises(UnfitSettings, match="is not among"):
        build(course, settings)


def test_a_name_that_does_not_exist_is_refused_with_a_suggestion(course: Course) -> None:
    with pytest.raises(UnknownName, match=TOPIC):
        build(course, Settings("softmax_lik"))


# ── What it does ──────────────────────────────────────────────────────────────────────────────────────────


def test_once_the_image_is_built_no_solution_is_left_in_it(built: Path) -> None:
    package = built / "source" / "package" / "dlgrade"
    assert not (package / "bundled" / "solutions").exists()
    assert list((built / "cache" / "references").iterdir())


def test_the_solutions_get_all_points_without_pytorch(graded: Callable[..., dict[str, Any]], built: Path,
                                                      solutions: dict[str, bytes]) -> None:  # fmt: skip
    results = graded(solutions, PYTHONPROFILEIMPORTTIME="1")
    assert {test["status"] for test in results["tests"]} == {"passed"}
    assert results["score"] == sum(test["score"] for test in results["tests"])
    done = run(built, "run_autograder", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "dlgrade.grader" in imported
    assert "torch" not in imported


@pytest.mark.parametrize("form", ["flat", "flat in a folder", "week", "workspace", "tar"])
def test_files_that_import_each_other_are_found_however_they_were_uploaded(
    graded: Callable[..., dict[str, Any]], solutions: dict[str, bytes], form: str
) -> None:
    files = solutions
    if form == "tar":
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            for name, raw in files.items():
                info = tarfile.TarInfo(f"week03/{name}")
                info.size = len(raw)
                tar.addfile(info, io.BytesIO(raw))
        files = {"homework.tar.gz": out.getvalue()}
    elif form != "flat":
        folder = {"week": "week03", "workspace": "homework/week03"}.get(form, "homework")
        files = {f"{folder}/{name}": raw for name, raw in files.items()}
    tests = graded(files)["tests"]
    assert {test["status"] for test in tests} == {"passed"}


def test_a_wrong_submission_gets_what_it_deserves_and_is_told_why(graded: Callable[..., dict[str, Any]]) -> None:
    wrong = b"import numpy as np\n\n\ndef softmax(x, axis=-1):\n    return np.exp(x) / np.exp(x).sum()\n"
    results = graded({"softmax_like.py": wrong})
    tests = {test["name"]: test for test in results["tests"]}
    assert tests["softmax"]["status"] == "failed"
    assert 0 <= tests["softmax"]["score"] < 1
    assert "call: softmax(" in tests["softmax"]["output"]
    assert results["score"] == tests["softmax"]["score"]


def test_a_file_that_cannot_be_parsed_is_told_in_a_sentence(graded: Callable[..., dict[str, Any]]) -> None:
    results = graded({"softmax_like.py": b"def softmax(x:\n"})
    assert results["score"] == 0
    assert all("syntax error in line 1" in test["output"] for test in results["tests"])


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "There is no file or folder"),
        ({"empty/.hidden": b""}, "There is no Python file"),
        ({"notes.txt": b"hello"}, "There is no Python file"),
        ({"homework.tar.gz": b"\x1f\x8b no archive"}, "cannot be read"),
    ],
)
def test_what_holds_no_submission_gets_no_points_and_the_reason(
    graded: Callable[..., dict[str, Any]], files: dict[str, bytes], sentence: str
) -> None:
    results = graded(files)
    assert (results["score"], results["tests"]) == (0, [])
    assert sentence in results["output"]


@pytest.mark.parametrize("link", ["/etc", "loop"])
def test_links_in_a_submission_are_not_followed(graded: Callable[..., dict[str, Any]], built: Path, link: str) -> None:
    graded({"softmax_like.py": b"x = 1\n"})
    (built / "submission" / "loop").symlink_to(built / "submission" if link == "loop" else link)
    (built / "submission" / "sigmoid_like.py").symlink_to("/etc/passwd")
    done = run(built, "run_autograder")
    assert done.stderr == ""
    results = json.loads((built / "results" / "results.json").read_bytes())
    assert {test["extra_data"]["verdict"] for test in results["tests"]} == {"missing"}


# ── Whatever happens ──────────────────────────────────────────────────────────────────────────────────────


def fault(root: Path) -> str:
    """The message of results that say that the fault is ours."""
    results = json.loads((root / "results" / "results.json").read_bytes())
    assert (results["score"], results["tests"], results["visibility"]) == (0, [], "after_published")
    return str(results["output"])


@pytest.fixture
def unbuilt(tmp_path: Path) -> Path:
    root = unpack(tmp_path, Settings(TOPIC, visibility="after_published"))
    (root / "submission").mkdir()
    (root / "submission" / "softmax_like.py").write_text("softmax = abs\n", encoding="utf-8")
    return root


def broken_interpreter(root: Path) -> None:
    (root / "python").write_text("/nowhere/python\n", encoding="utf-8")


def broken_package(root: Path) -> None:
    (root / "python").write_text(sys.executable, encoding="utf-8")
    (root / "source" / "package" / "dlgrade" / "errors.py").write_text("nonsense(", encoding="utf-8")


def broken_settings(root: Path) -> None:
    (root / "python").write_text(sys.executable, encoding="utf-8")
    (root / "source" / "settings.json").write_text("{", encoding="utf-8")


def without_suites(root: Path) -> None:
    (root / "python").write_text(sys.executable, encoding="utf-8")
    shutil.rmtree(root / "source" / "package" / "dlgrade" / "bundled" / "suites")


def killed(root: Path) -> None:
    (root / "python").write_text(str(root / "suicide"), encoding="utf-8")
    (root / "suicide").write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    (root / "suicide").chmod(0o755)


@pytest.mark.parametrize(
    "breaking",
    [lambda root: None, broken_interpreter, broken_package, broken_settings, without_suites, killed],
    ids=["not built", "interpreter", "package", "settings", "suites", "killed"],
)
def test_a_broken_installation_leaves_a_result_that_says_whose_fault_it_is(
    unbuilt: Path, breaking: Callable[[Path], None]
) -> None:
    breaking(unbuilt)
    assert run(unbuilt, "run_autograder").returncode == 0
    assert "The fault is not yours" in fault(unbuilt)


def test_a_grading_that_hangs_is_ended_from_outside(unbuilt: Path) -> None:
    script = unbuilt / "source" / "run_autograder"
    text = script.read_text(encoding="utf-8")
    assert "timeout --kill-after=10 540 " in text
    script.write_text(text.replace("--kill-after=10 540 ", "--kill-after=1 1 "), encoding="utf-8")
    (unbuilt / "python").write_text(str(unbuilt / "hang"), encoding="utf-8")
    (unbuilt / "hang").write_text("#!/bin/sh\ntrap '' TERM\nsleep 60 & wait; sleep 60\n", encoding="utf-8")
    (unbuilt / "hang").chmod(0o755)
    run(unbuilt, "run_autograder")
    assert "The fault is not yours" in fault(unbuilt)


def test_where_the_time_is_up_what_was_graded_counts_and_the_rest_is_named(
    graded: Callable[..., dict[str, Any]], built: Path, solutions: dict[str, bytes]
) -> None:
    settings = built / "source" / "settings.json"
    before = settings.read_text(encoding="utf-8")
    # Importing the file takes as long as all may: nothing but the first exercise is begun.
    slow = solutions["softmax_like.py"].replace(b"import numpy", b"import time\n\ntime.sleep(1.5)\nimport numpy", 1)
    settings.write_text(json.dumps({**json.loads(before), "limit": 1.5}), encoding="utf-8")
    try:
        results = graded({**solutions, "softmax_like.py": slow})
    finally:
        settings.write_text(before, encoding="utf-8")
    first, *others = results["tests"]
    assert first["status"] == "passed"
    assert {test["extra_data"]["verdict"] for test in others} == {"timeout"}
    assert all(test["name"].removesuffix(" (bonus)") in results["output"] for test in others)
    assert results["score"] == first["score"] > 0


def test_a_course_whose_solutions_fail_builds_no_image(unbuilt: Path) -> None:
    solution = unbuilt / "source" / "package" / "dlgrade" / "bundled" / "solutions" / "week03" / "softmax_like.py"
    solution.write_text("def softmax(x, axis=-1):\n    return x\n", encoding="utf-8")
    done = run(unbuilt, "setup.sh", AUTOGRADER_PYTHON=sys.executable)
    assert done.returncode != 0
    assert "The solutions of these do not pass here: softmax" in done.stderr
