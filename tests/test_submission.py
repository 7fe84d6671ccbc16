"""A submission is read whatever its form, and what cannot be read costs itself alone."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest
from conftest import ROOT, dlgrade, grade_path
from dlgrade.course import Course
from dlgrade.records import Report
from dlgrade.rules import unfit
from dlgrade.submission import CannotRead, Definition, NothingToGrade, Unfit, read

HEAD = "import numpy as np\n\n\n"
RELU = HEAD + "def relu(x):\n    return np.maximum(x, 0.0)\n"
SOFTSIGN = HEAD + "def softsign(x):\n    return x / (1 + np.abs(x))\n"
ANSWERS = ("relu", "softsign")


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def where(folder: Path, name: str = "relu", topic: str = "relu_like") -> str:
    """The file in which `name` is defined, or the verdict of its absence."""
    found = read(folder).find(name, topic)
    return found.file.path if isinstance(found, Definition) else str(found.verdict)


def verdicts(report: Report) -> dict[str, str]:
    return {e.name: str(e.verdict) for e in report.exercises()}


# ── Where a function may stand ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["relu.py", "week03/relu_like.py", "week07/other.py", "a/b c/my work (2).py"])
def test_a_function_is_found_in_whatever_file_it_stands(tmp_path: Path, name: str) -> None:
    assert where(put(tmp_path, {"week03/empty.py": "", name: RELU})) == name


@pytest.mark.parametrize(
    "text",
    [
        "def relu(x): return x",
        "async def relu(x): return x",
        "class relu: pass",
        "relu = lambda x: x",
        "relu: object = lambda x: x",
        "other = relu = abs",
        "relu\\\n = abs",
        "(relu) = abs",
        "def \\\n  relu(x): return x",
        "def" + " " * 200 + "relu(x): return x",
        "class" + " \\\n" * 100 + "relu: pass",
        "leaky_relu = 1\nrelu_6 = 6\nrelu = abs",
        "def \uff52\uff45\uff4c\uff55(x): return x",
        "if True:\n    def relu(x): return x",
        "if False:\n    pass\nelse:\n    def relu(x): return x",
        "try:\n    def relu(x): return x\nfinally:\n    pass",
        "try:\n    import cupy\nexcept ImportError:\n    def relu(x): return x",
        "with open('f') as f:\n    def relu(x): return x",
    ],
)
def test_every_way_to_define_a_name_at_top_level_counts(tmp_path: Path, text: str) -> None:
    assert where(put(tmp_path, {"answer.py": text})) == "answer.py"


@pytest.mark.parametrize("text", ["", "# relu", "relu: object", "def f():\n    def relu(x): return x", "print('relu')"])
def test_what_only_mentions_a_name_does_not_define_it(tmp_path: Path, text: str) -> None:
    assert where(put(tmp_path, {"answer.py": text})) == "missing"


@pytest.mark.parametrize(
    "name", ["answer.py", "week03/relu_like.py", "random.py", "numpy.py", "dlgrade.py", "__main__.py", "a b.py"]
)
def test_a_file_is_graded_whatever_its_name(course: Course, tmp_path: Path, name: str) -> None:
    folder = put(tmp_path, {name: RELU, "other.py": SOFTSIGN})
    assert verdicts(grade_path(course, folder, ANSWERS)) == {"relu": "passed", "softsign": "passed"}


SIGMOID = HEAD + "def sigmoid(x):\n    return 0.5 * (1 + np.tanh(x / 2))\n"
SILU = "from week03.sigmoid_like import sigmoid\n\n\ndef silu(x):\n    return x * sigmoid(x)\n"


@pytest.mark.parametrize("other", ["notes.py", "homework/notes.py"])
def test_files_that_lost_the_folder_of_their_week_still_import_each_other(
    course: Course, tmp_path: Path, other: str
) -> None:
    put(tmp_path, {"relu_like.py": SILU, "sigmoid_like.py": SIGMOID, other: ""})
    assert verdicts(grade_path(course, tmp_path, ("silu",))) == {"silu": "passed"}


def test_a_file_of_a_week_that_was_not_handed_in_is_asked_for(course: Course, tmp_path: Path) -> None:
    (result,) = grade_path(course, put(tmp_path, {"relu_like.py": SILU}), ("silu",)).exercises()
    assert result.verdict == "error"
    assert "week03.sigmoid_like, which is not in the submission" in str(result.cases[0].message)


@pytest.mark.parametrize("inner", ["", "week03"], ids=["workspace", "week folder"])
def test_a_file_may_import_another(course: Course, tmp_path: Path, inner: str) -> None:
    silu = "from week03.sigmoid_like import sigmoid\n\n\ndef silu(x):\n    return x * sigmoid(x)\n"
    sigmoid = HEAD + "def sigmoid(x):\n    return 0.5 * (1 + np.tanh(np.asarray(x, float) / 2))\n"
    put(tmp_path, {"week03/relu_like.py": silu, "week03/sigmoid_like.py": sigmoid})
    assert verdicts(grade_path(course, tmp_path / inner, ("silu", "sigmoid"))) == {
        "silu": "passed",
        "sigmoid": "passed",
    }


def test_a_notebook_beside_a_file_of_its_name_hides_none_of_it(course: Course, tmp_path: Path) -> None:
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOFTSIGN)])
    put(tmp_path, {"week3.py": RELU, "week3.ipynb": nbformat.writes(notebook)})
    assert verdicts(grade_path(course, tmp_path, ANSWERS)) == {"relu": "passed", "softsign": "passed"}


def test_a_name_defined_in_two_files_is_an_error_that_names_both(course: Course, tmp_path: Path) -> None:
    put(tmp_path, {"a.py": RELU, "week03/b.py": RELU, "c.py": SOFTSIGN})
    report = grade_path(course, tmp_path, ANSWERS)
    assert verdicts(report) == {"relu": "error", "softsign": "passed"}
    message = str(next(e for e in report.exercises() if e.name == "relu").cases[0].message)
    assert "a.py" in message
    assert "week03/b.py" in message


def test_of_two_definitions_in_one_file_the_last_counts(course: Course, tmp_path: Path) -> None:
    wrong = "def relu(x):\n    return x\n\n\n"
    put(tmp_path, {"a.py": wrong + RELU})
    assert verdicts(grade_path(course, tmp_path, ("relu",))) == {"relu": "passed"}


# ── What cannot be read ───────────────────────────────────────────────────────────────────────────────────

BROKEN: dict[str, str | bytes] = {
    "syntax error": "def relu(x:\n    return x\n",
    "3 MB": "#" * 3 * 2**20,
    "bad UTF-8": b"x = 1\n\n\n# \xff\xfe\n",
    "UTF-16": RELU.encode("utf-16"),
    "unknown encoding": "# coding: klingon\n",
    "an encoding that is no text": "# coding: rot13\n",
    "NUL bytes": b"x = 1\n\0\n",
    "brackets 5,000 deep": "x = " + "(" * 5000,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_read_costs_its_topic_alone(tmp_path: Path, text: str | bytes) -> None:
    put(tmp_path, {"week03/relu_like.py": text, "week03/threshold_like.py": SOFTSIGN})
    broken = read(tmp_path).find("relu", "relu_like")
    assert isinstance(broken, Unfit)
    assert str(broken.verdict) == "unreadable"
    assert str(broken.message).startswith("week03/relu_like.py ")
    assert str(broken.message).isprintable()
    assert where(tmp_path, "softsign", "threshold_like") == "week03/threshold_like.py"
    assert where(tmp_path, "softmax", "softmax_like") == "missing"


def test_the_neighbours_of_an_unreadable_file_are_graded(course: Course, tmp_path: Path) -> None:
    put(tmp_path, {"week03/relu_like.py": BROKEN["syntax error"], "week03/threshold_like.py": SOFTSIGN})
    assert verdicts(grade_path(course, tmp_path, ANSWERS)) == {"relu": "unreadable", "softsign": "passed"}


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    found = read(put(tmp_path, {"relu_like.py": "x = 1\ny = 2\nz = (\n"})).find("relu", "relu_like")
    assert isinstance(found, Unfit)
    assert "line 3" in str(found.message)


DEEP = {
    "sum": "def relu(x):\n    raise NotImplementedError(" + "+".join(["1"] * 2000) + ")\n",
    "elif": "if 0:\n    pass\n" + "elif 0:\n    pass\n" * 2000 + "def relu(x):\n    return x\n",
    "attributes": "def relu(x):\n    return x" + ".a" * 2000 + "\n",
    "signs": "def relu(x):\n    return " + "-" * 2000 + "x\n",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_code_nested_without_end_gets_a_verdict(tmp_path: Path, text: str) -> None:
    submission = read(put(tmp_path, {"relu_like.py": text}))
    found = submission.find("relu", "relu_like")
    reason = unfit(submission, found, ["np.tanh"]) if isinstance(found, Definition) else found
    assert reason is None or str(reason.verdict) in ("todo", "unreadable")


TEXTS: dict[str, bytes] = {
    "UTF-8 with BOM": b"\xef\xbb\xbf" + RELU.encode(),
    "latin-1 by its cookie": b"# coding: latin-1\nNAME = '\xe9'\n" + RELU.encode(),
    "CRLF": RELU.replace("\n", "\r\n").encode(),
    "CR": RELU.replace("\n", "\r").encode(),
    "no newline at the end": RELU.rstrip().encode(),
    "tabs": RELU.replace("    ", "\t").encode(),
    "form feed": RELU.replace("\n\n\n", "\n\f\n\n").encode(),
}


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_that_python_reads_is_graded(course: Course, tmp_path: Path, raw: bytes) -> None:
    put(tmp_path, {"answer.py": raw})
    assert verdicts(grade_path(course, tmp_path, ("relu",))) == {"relu": "passed"}


@pytest.mark.parametrize("name", ["nowhere", "nowhere.py", "notes.txt", "relu"])
def test_what_is_no_submission_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"notes.txt": RELU, "relu": RELU})
    with pytest.raises(CannotRead, match=name):
        read(tmp_path / name)


@pytest.mark.parametrize("files", [{}, {"a.txt": "x"}, {".hidden.py": RELU}, {"__pycache__/relu.py": RELU}])
def test_a_folder_without_python_holds_nothing_to_grade(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with pytest.raises(NothingToGrade):
        read(put(tmp_path, files))


# ── What is left out, and what is noticed ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [".relu.py", ".git/relu.py", "venv/relu.py", "a/site-packages/relu.py", "relu.pyc"])
def test_hidden_and_foreign_files_are_left_out(tmp_path: Path, name: str) -> None:
    assert [f.path for f in read(put(tmp_path, {name: RELU, "a.py": SOFTSIGN})).files] == ["a.py"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", {"relu.py": RELU})
    folder = put(tmp_path / "folder", {"a.py": SOFTSIGN})
    (folder / "link.py").symlink_to(outside / "relu.py")
    (folder / "dangling.py").symlink_to(outside / "nothing.py")
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert [f.path for f in read(folder).files] == ["a.py"]


CHANGES: dict[str, dict[str, str | bytes]] = {
    "one character": {"a.py": RELU + "#"},
    "the name": {"b.py": RELU},
    "one more file": {"a.py": RELU, "b.py": ""},
    "a file cut in two": {"a.py": RELU[:9], "b.py": RELU[9:]},
}


@pytest.mark.skipif(sys.platform == "win32", reason="these kinds of files are POSIX's")
def test_only_regular_files_are_opened_and_none_of_them_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text("def relu(x): return x\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "endless.py").symlink_to("/dev/zero")
    (tmp_path / "nowhere.py").symlink_to(tmp_path / "missing")
    (tmp_path / "circle").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.py"))
        assert [f.path for f in read(tmp_path).files] == ["answer.py"]


@pytest.mark.parametrize(
    "cells",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"cells": ' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"cells": [{}]}',
        "null",
        "1e999",
    ],
    ids=["brackets", "braces", "deep cells", "a cell without a type", "nothing", "a number"],
)
def test_a_hostile_notebook_gets_a_verdict(course: Course, tmp_path: Path, cells: str) -> None:
    (tmp_path / "relu_like.ipynb").write_text(cells, encoding="utf-8")
    report = grade_path(course, tmp_path, ("relu",))
    assert [str(e.verdict) for e in report.exercises()] == ["unreadable"]


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES.keys())
def test_the_hash_changes_with_the_content(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    before = read(put(tmp_path / "before", {"a.py": RELU})).sha256
    assert read(put(tmp_path / "after", files)).sha256 != before


def test_the_hash_depends_on_the_content_alone(tmp_path: Path) -> None:
    one, two = (put(tmp_path / name, {"a.py": RELU, "b/c.py": SOFTSIGN}) for name in ("one", "two"))
    assert read(one).sha256 == read(two).sha256


SABOTAGE: dict[str, str | bytes] = {
    "conftest.py": "raise SystemExit(0)\n",
    "week03/conftest.py": "def pytest_runtest_call(item):\n    item.runtest = lambda: None\n",
    "pytest.ini": "[pytest]\naddopts = --nonsense\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--nonsense'\n",
    "sitecustomize.py": "raise SystemExit('sitecustomize')\n",
    "usercustomize.py": "raise SystemExit('usercustomize')\n",
    "torch.py": "raise SystemExit('torch')\n",
    "numpy.py": "raise SystemExit('numpy')\n",
    "numpy/__init__.py": "raise SystemExit('numpy')\n",
    "click.py": "raise SystemExit('click')\n",
    "evil.pth": "import os; os._exit(0)\n",
    "_pytest/__init__.py": "raise SystemExit('_pytest')\n",
}


@pytest.mark.parametrize("is_inside", [False, True], ids=["from elsewhere", "from inside"])
def test_settings_and_modules_that_lie_in_a_submission_do_nothing(tmp_path: Path, is_inside: bool) -> None:
    wrong = {"week03/relu_like.py": "def relu(x):\n    return x\n", "week03/threshold_like.py": SOFTSIGN}
    put(tmp_path, {**wrong, **SABOTAGE})
    result = dlgrade(
        "week3", tmp_path, "--json", "-", env={"PYTEST_ADDOPTS": "--nonsense", "PYTEST_PLUGINS": "nonsense"},
        cwd=tmp_path if is_inside else ROOT,
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    exercises = [e for topic in json.loads(result.stdout)["topics"] for e in topic["exercises"]]
    assert {e["name"]: e["verdict"] for e in exercises if e["name"] in ANSWERS} == {
        "relu": "failed",
        "softsign": "passed",
    }


def test_a_file_may_import_its_neighbour_by_its_bare_name(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "week03"
    folder.mkdir()
    (folder / "helper.py").write_text("import numpy as np\n\n\ndef larger(x):\n    return np.maximum(x, 0)\n")
    (folder / "relu_like.py").write_text("from helper import larger\n\n\ndef relu(x):\n    return larger(x)\n")
    (result,) = grade_path(course, folder, ("relu",)).exercises()
    assert str(result.verdict) == "passed"
