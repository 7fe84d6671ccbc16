"""A mistake in one function is not paid for in those that use it, and the student is told which to mend first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import dlgrade
from dlgrade.course import Course
from dlgrade.given import definition
from dlgrade.grader import Grader
from dlgrade.records import ExerciseResult
from dlgrade.submission import read

Grade = Callable[..., dict[str, ExerciseResult]]

FALLING = """
def sigmoid(x):
    return 1 / (1 + np.exp(x))
"""
SILU = """
def silu(x):
    return x * sigmoid(x)
"""


@pytest.fixture
def grade(course: Course, tmp_path: Path) -> Grade:
    def run(*names: str, is_partial: bool = False, **files: str) -> dict[str, ExerciseResult]:
        for name, text in files.items():
            path = tmp_path / "week03" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"import numpy as np\n{text}", encoding="utf-8")
        exercises = tuple(course.exercise(name) for name in names)
        with Grader(course, exercises, is_partial=is_partial) as grader:
            return {e.name: e for e in grader.grade(read(tmp_path)).exercises()}

    return run


def diagnoses(results: dict[str, ExerciseResult]) -> dict[str, str]:
    return {name: result.diagnosis.id if result.diagnosis else "" for name, result in results.items()}


def test_what_fails_by_a_function_that_it_uses_is_told_to_mend_that_first(grade: Grade) -> None:
    found = grade("sigmoid", "silu", answers=FALLING + SILU)
    assert diagnoses(found)["silu"] == "needs/sigmoid"
    # The sign, a misconception of its own.
    assert diagnoses(found)["sigmoid"].startswith("sigmoid/")
    assert str(found["silu"].diagnosis and found["silu"].diagnosis.message) == (
        "Mend `sigmoid` first, which this uses: then it passes."
    )
    assert found["silu"].score < 0.5


def test_with_partial_it_has_the_points_of_a_right_one_and_its_own_verdict(grade: Grade) -> None:
    found = grade("sigmoid", "silu", is_partial=True, answers=FALLING + SILU)
    assert (found["silu"].verdict, found["silu"].score) == ("failed", 1.0)
    # The function that is wrong itself has nothing of it.
    assert found["sigmoid"].score < 0.5


def test_a_function_that_does_not_use_the_wrong_one_is_not_told_of_it(grade: Grade) -> None:
    wrong = "\ndef silu(x):\n    return x * np.tanh(x)\n"
    assert diagnoses(grade("sigmoid", "silu", answers=FALLING + wrong))["silu"] != "needs/sigmoid"


def test_a_function_whose_mistake_is_its_own_keeps_its_diagnosis(grade: Grade) -> None:
    # `relu` fails only in that it changes its input, which `leaky_relu` has nothing of.
    relu = "\ndef relu(x):\n    x[x < 0] = 0\n    return x\n"
    leaky = "\ndef leaky_relu(x, negative_slope=0.01):\n    y = 0 * relu(x.copy()) + x\n"
    leaky += "    return np.where(x > 0, negative_slope * x, y)\n"
    found = grade("relu", "leaky_relu", answers=relu + leaky)
    assert diagnoses(found)["leaky_relu"] == "leaky_relu/slope-on-positive-side"


def test_it_is_found_across_files_and_for_what_is_not_begun(grade: Grade) -> None:
    found = grade(
        "relu", "relu6", is_partial=True,
        relu_like="from week03.base import relu\n\n\ndef relu6(x):\n    return np.minimum(relu(x), 6.0)\n",
        base="\ndef relu(x):\n    raise NotImplementedError\n",
    )  # fmt: skip
    assert (found["relu"].verdict, found["relu6"].verdict) == ("todo", "todo")
    assert (found["relu"].score, found["relu6"].score) == (0.0, 1.0)
    assert diagnoses(found)["relu6"] == "needs/relu"


def test_what_is_used_need_not_be_graded_itself(grade: Grade) -> None:
    assert diagnoses(grade("silu", answers=FALLING + SILU)) == {"silu": "needs/sigmoid"}


def test_of_several_that_fail_the_one_is_named_that_is_enough(grade: Grade) -> None:
    tanh = "\ndef tanh(x):\n    return 2 * x\n"
    uses_both = "\ndef silu(x):\n    return x * sigmoid(x) + 0 * tanh(x)\n"
    assert diagnoses(grade("sigmoid", "tanh", "silu", answers=FALLING + tanh + uses_both))["silu"] == "needs/sigmoid"


def test_every_solution_can_stand_in_a_students_file_and_brings_one_name(course: Course) -> None:
    for exercise in course.exercises():
        names: dict[str, object] = {}
        exec(definition(course, exercise), names)
        assert set(names) - {"__builtins__", "_given_by_the_course"} == {exercise.name}


def test_the_command_gives_the_points_only_if_asked(tmp_path: Path) -> None:
    (tmp_path / "answers.py").write_text(f"import numpy as np\n{FALLING}{SILU}", encoding="utf-8")
    scores = []
    for words in ((), ("--partial",)):
        report = json.loads(dlgrade("silu", tmp_path / "answers.py", "--json", "-", *words).stdout)
        scores.append(report["score"])
    assert scores[0] < 0.5
    assert scores[1] == 1.0
