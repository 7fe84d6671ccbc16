"""What the references answered is kept for the next time, and nothing depends on its being there."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import dlgrade
from dlgrade import kept_references
from dlgrade.course import Course
from dlgrade.judge.question import Questions

# A right answer, a wrong one whose counterexample has to be looked for, one that is not written.
ANSWER = """
import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def softmax(x, axis=-1):
    return np.exp(x) / np.exp(x).sum(axis=axis)


def relu(x):
    raise NotImplementedError
"""


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    (tmp_path / "answer.py").write_text(ANSWER, encoding="utf-8")
    return tmp_path / "answer.py"


def report(submission: Path, cache: Path, *options: str, name: str = "week3") -> tuple[dict[str, Any], bool]:
    """The report but for durations, and whether torch was imported."""
    env = {"DLGRADE_CACHE_DIR": str(cache), "PYTHONPROFILEIMPORTTIME": "1"}
    done = dlgrade(name, submission, "--json", "-", *options, env=env)
    assert done.returncode == 1, done.stderr[-2000:]
    found = json.loads(done.stdout)
    for topic in found["topics"]:
        for exercise in topic["exercises"]:
            del exercise["duration_s"]
    return found, any(line.endswith("| torch") for line in done.stderr.splitlines())


def test_the_second_time_the_report_is_the_same_and_torch_is_not_imported(submission: Path, tmp_path: Path) -> None:
    first, with_torch = report(submission, tmp_path / "cache")
    assert with_torch
    assert report(submission, tmp_path / "cache") == (first, False)


GRADIENT = """
import numpy as np


def softplus(x, beta=1.0, threshold=20.0):
    return x


def softplus_derivative(x, beta=1.0, threshold=20.0):
    return np.ones_like(x)
"""


def test_a_wrong_gradient_is_weighed_against_its_forward_without_torch_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text(GRADIENT, encoding="utf-8")
    first, with_torch = report(tmp_path / "answer.py", tmp_path / "cache", name="softplus_derivative")
    told = first["topics"][0]["exercises"][0]["diagnosis"]
    assert with_torch
    assert "softplus" in told["message"]
    assert report(tmp_path / "answer.py", tmp_path / "cache", name="softplus_derivative") == (first, False)


def test_another_seed_is_neither_kept_nor_answered_from_what_is(submission: Path, tmp_path: Path) -> None:
    report(submission, tmp_path / "cache", "--seed", "5")
    assert not (tmp_path / "cache").exists()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut short": lambda raw: raw[:-9],
    "a bit turned": lambda raw: raw[:200] + bytes([raw[200] ^ 1]) + raw[201:],
    "something else": lambda raw: b"not a file of ours" * 40,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_passed_over_and_made_anew(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    course, questions = prepared(tmp_path)
    files = stored(tmp_path)
    whole = [path.read_bytes() for path in files]
    for path, raw in zip(files, whole, strict=True):
        path.write_bytes(damage(raw))
    again = Questions()
    kept_references.load(again, course, (course.exercise("softsign"),), 0)
    assert again.known == {}
    kept_references.save(questions, course, (course.exercise("softsign"),), 0)
    assert [path.read_bytes() for path in files] == whole


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLGRADE_CACHE_DIR", str(tmp_path / "cache"))


def prepared(tmp_path: Path) -> tuple[Course, Questions]:
    """A cache that holds the references of an exercise."""
    course, questions = Course.bundled(), Questions()
    exercise = course.exercise("softsign")
    for case in exercise.cases:
        assert questions.of(exercise, case, 0).is_answerable
    kept_references.save(questions, course, (exercise,), 0)
    assert stored(tmp_path)
    return course, questions


def stored(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "references").iterdir())


def test_what_is_kept_is_what_the_reference_answered(tmp_path: Path) -> None:
    course, questions = prepared(tmp_path)
    exercise = course.exercise("softsign")
    again = Questions()
    kept_references.load(again, course, (exercise,), 0)
    for case in exercise.cases:
        one, other = questions.of(exercise, case, 0), again.of(exercise, case, 0)
        assert "expected" in vars(other)
        assert np.array_equal(one.expected, other.expected)
        assert one.expected.dtype == other.expected.dtype


@pytest.mark.parametrize("changed", ["the versions", "the suite", "the seed"])
def test_nothing_is_taken_for_another_version_suite_or_seed(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, _ = prepared(tmp_path)
    exercise, seed = course.exercise("softsign"), 0
    if changed == "the versions":
        monkeypatch.setattr(kept_references, "_versions", lambda: "others")
    elif changed == "the suite":
        path = course.topic_of(exercise).suite_path
        monkeypatch.setattr(Path, "read_bytes", lambda self: b"changed" if self == path else self.open("rb").read())
    else:
        seed = 1
    again = Questions()
    kept_references.load(again, course, (exercise,), seed)
    assert again.known == {}


def test_files_of_other_versions_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course, questions = prepared(tmp_path)
    before = stored(tmp_path)
    for version in ("1", "2", "3"):
        monkeypatch.setattr(kept_references, "_versions", lambda version=version: version)
        kept_references.save(questions, course, (course.exercise("softsign"),), 0)
    assert len(stored(tmp_path)) == len(before) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a file in a folder's place is told otherwise there")
def test_where_nothing_can_be_written_everything_is_made_each_time(submission: Path, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("no folder", encoding="utf-8")
    first, _ = report(submission, tmp_path / "blocked")
    assert report(submission, tmp_path / "blocked") == (first, True)
