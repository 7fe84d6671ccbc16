"""A new exercise edits no list, and what an author forgets or gets wrong is named with its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, dlgrade, grade_path
from dlgrade.author.problem import Problem
from dlgrade.author.proof import prove
from dlgrade.author.structure import check_structure
from dlgrade.author.stubs import drifted, write_stubs
from dlgrade.course import Course
from dlgrade.suite.source import source_of
from dlgrade.workspace import init

COMMANDS = ("demo", "list", "grade")

SOLUTION = '''"""Toys: functions that are small."""

import numpy as np


def double(x: np.ndarray) -> np.ndarray:
    r"""Double each number.

    $$\\operatorname{double}(x) = 2x$$

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> double(np.array([0.4, -3.5]))
        array([ 0.8, -7. ])

    Source:
        `torch.mul`.
    """
    return 2.0 * np.asarray(x)
'''

STUB = SOLUTION.replace("return 2.0 * np.asarray(x)", "raise NotImplementedError")

SUITE = '''"""Hidden suite: toys."""

from dlgrade.suite import arrays, exercise, topic, torch, values

about = topic("Toys", order=9)

double = exercise(
    reference=lambda x: 2 * x,
    source="Toys",
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 3, 4),
        "around zero": values([-1.5, 0.0, 1.5]),
    },
    misconceptions={
        "squared": ("Twice a number is not its square.", lambda x: x * x),
        "halved": ("That is half of it.", lambda x: x / 2),
    },
    hints=["What is twice a number?", "Add it to itself.", "2 * x."],
    points=1.0,
)
'''


def toy_course(root: Path, *changes: tuple[str, str, str], topic: str = "toys") -> Course:
    """A course of one exercise; each change replaces text in one of its three trees."""
    course = Course(root / "exercises", root / "solutions", root / "grader" / "suites", root / "grader" / "demo")
    trees = {"solution": course.solutions_dir, "suite": course.suites_dir, "stub": course.exercises_dir}
    texts = {"solution": SOLUTION, "suite": SUITE, "stub": STUB}
    for tree, old, new in changes:
        assert old in texts[tree]
        texts[tree] = texts[tree].replace(old, new)
    for tree, folder in trees.items():
        (folder / "week09").mkdir(parents=True)
        (folder / "week09" / f"{topic}.py").write_text(texts[tree], encoding="utf-8")
    return course


def structure(course: Course) -> list[Problem]:
    return list(check_structure(course, course.exercises(), COMMANDS))


def told(problems: list[Problem]) -> list[str]:
    return [f"{p.path}: {p.message}" for p in problems]


# ── A new exercise ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def copied(tmp_path: Path) -> Course:
    """The course's three trees with one more topic, written as an author writes it: a solution and a suite."""
    for tree in ("exercises", "solutions", "grader/suites", "grader/demo"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / tree / "week03", tmp_path / tree / "week03", ignore=ignore)
    course = Course.in_clone(tmp_path)
    (course.solutions_dir / "week03" / "extra.py").write_text(SOLUTION, encoding="utf-8")
    (course.suites_dir / "week03" / "extra.py").write_text(SUITE, encoding="utf-8")
    return course


def test_a_new_exercise_edits_no_list(copied: Course, tmp_path: Path) -> None:
    stub = copied.exercises_dir / "week03" / "extra.py"
    assert write_stubs(copied) == [stub]
    assert stub.read_text(encoding="utf-8") == STUB
    assert {"extra", "double"} <= set(copied.names())
    assert [e.name for e in copied.select("extra").exercises] == ["double"]
    assert copied.select("double").week == 3
    assert copied.topics(3)[-1].name == "extra"
    assert structure(copied) == []
    written, _ = init(copied, tmp_path / "workspace")
    assert tmp_path / "workspace" / "week03" / "extra.py" in written
    for folder, verdict in ((copied.solutions_dir, "passed"), (tmp_path / "workspace", "todo")):
        (result,) = grade_path(copied, folder, ("double",)).exercises()
        assert str(result.verdict) == verdict


@pytest.mark.parametrize("topic", ["random", "torch", "toys"])
def test_a_topic_may_have_the_name_of_a_module(tmp_path: Path, topic: str) -> None:
    course = toy_course(tmp_path, topic=topic)
    (result,) = grade_path(course, course.solutions_dir, ("double",)).exercises()
    assert str(result.verdict) == "passed"


def test_a_changed_suite_is_loaded_anew(tmp_path: Path) -> None:
    course = toy_course(tmp_path)
    path = course.suites_dir / "week09" / "toys.py"
    first = course.exercise("double")
    assert "x * x" in source_of(first.misconceptions[0].function, "double")
    path.write_text("\n" + SUITE.replace("points=1.0", "points=4.0").replace("x * x", "x - 7"), encoding="utf-8")
    second = course.exercise("double")
    assert (first.points, second.points) == (1, 4)
    assert "x - 7" in source_of(second.misconceptions[0].function, "double")


def test_stubs_are_written_once(tmp_path: Path) -> None:
    course = toy_course(tmp_path)
    (course.exercises_dir / "week09" / "toys.py").unlink()
    assert write_stubs(course) == [course.exercises_dir / "week09" / "toys.py"]
    assert (write_stubs(course), drifted(course)) == ([], [])


def test_the_stubs_of_the_course_are_those_of_its_solutions(course: Course) -> None:
    assert drifted(course) == []


# ── What is forgotten ─────────────────────────────────────────────────────────────────────────────────────


def test_a_sound_course_has_no_problems(tmp_path: Path) -> None:
    course = toy_course(tmp_path)
    assert told(structure(course)) == []
    assert told(list(prove(course, course.exercises()))) == []


FORGOTTEN: dict[str, tuple[tuple[tuple[str, str, str], ...], str]] = {
    "a hint": ((("suite", '"Add it to itself.", ', ""),), "double has fewer than 3 hints"),
    "a case": ((("suite", '        "three axes": arrays(2, 3, 4),\n', ""),), "double has fewer than 3 cases"),
    "all misconceptions": (
        (("suite", 'misconceptions={\n        "squared"', 'misconceptions={} and {\n        "squared"'),),
        "double declares no misconception",
    ),
    "points": ((("suite", "points=1.0", "points=0"),), "double is worth no points"),
    "the place in the notes": ((("suite", 'source="Toys"', 'source=""'),), "where in the lecture notes"),
    "the reference": ((("suite", "reference=lambda x: 2 * x", "reference=None"),), "neither reference nor checks"),
    "one name for two cases": (
        (("suite", '"a batch": arrays', '"takes float32": arrays'),),
        "double has two cases called “takes float32”",
    ),
    "what it needs": ((("suite", "points=1.0", 'needs=["triple"]'),), "double needs triple, which is no exercise"),
    "a name that is no command": (
        (("suite", "double = ", "demo = "), ("solution", "def double", "def demo"), ("stub", "def double", "def demo")),
        "demo is a command of dlgrade",
    ),
    "the stub": ((("stub", "Double each", "Treble each"),), "is not the stub of its solution"),
    **{
        f"{what} in the docstring": ((("solution", text, ""), ("stub", text, "")), f"docstring of double lacks {lack}")
        for what, text, lack in (
            ("the formula", "    $$\\operatorname{double}(x) = 2x$$\n\n", "a formula"),
            ("the full stop", "number.", "a summary line that ends in a full stop"),
            ("the arguments", "    Args:\n        x: any shape, float64.\n\n", "a section “Args:”"),
            ("the answer", "    Returns:\n        A float64 array with the shape of `x`.\n\n", "a section “Returns:”"),
            ("the source", "    Source:\n        `torch.mul`.\n", "a section “Source:”"),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize(("changes", "problem"), FORGOTTEN.values(), ids=FORGOTTEN.keys())
def test_what_is_forgotten_is_named_alone(
    tmp_path: Path, changes: tuple[tuple[str, str, str], ...], problem: str
) -> None:
    (found,) = told(structure(toy_course(tmp_path, *changes)))
    assert problem in found
    assert "toys.py: " in found


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("exercises/week09/notes.txt", "does not belong here"),
        ("exercises/notes.py", "does not belong here"),
        ("solutions/week9/toys.py", "does not belong here"),
        ("grader/suites/week09/Toys2.py", "does not belong here"),
        ("grader/suites/helpers.py", "does not belong here"),
        ("exercises/week09/alone.py", "has no suite"),
        ("solutions/week09/alone.py", "has no suite"),
    ],
)
def test_a_stray_file_is_named(tmp_path: Path, name: str, problem: str) -> None:
    course = toy_course(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("", encoding="utf-8")
    (found,) = structure(course)
    assert found.path == tmp_path / name
    assert problem in str(found.message)


@pytest.mark.parametrize("name", ["exercises/.DS_Store", "solutions/__pycache__/a.pyc", "grader/suites/conftest.py"])
def test_files_that_tools_leave_are_no_strays(tmp_path: Path, name: str) -> None:
    course = toy_course(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("", encoding="utf-8")
    assert structure(course) == []


def test_a_name_that_is_taken_twice_is_named_in_both_suites(tmp_path: Path) -> None:
    course = toy_course(tmp_path)
    for tree in (course.exercises_dir, course.solutions_dir, course.suites_dir):
        shutil.copy(tree / "week09" / "toys.py", tree / "week09" / "again.py")
    problems = [p for p in structure(course) if "the name double is taken twice" in str(p.message)]
    assert {p.path.name for p in problems} == {"toys.py", "again.py"}


@pytest.mark.parametrize("missing", ["solutions", "exercises"])
def test_a_missing_file_of_a_tree_is_named(tmp_path: Path, missing: str) -> None:
    course = toy_course(tmp_path)
    (tmp_path / missing / "week09" / "toys.py").unlink()
    assert structure(course)[0].path == tmp_path / missing / "week09" / "toys.py"


def test_a_solution_that_lacks_its_exercise_is_named(tmp_path: Path) -> None:
    course = toy_course(tmp_path, ("solution", "def double", "def twice"))
    assert f"{course.solutions_dir / 'week09' / 'toys.py'}: does not define double" in told(structure(course))


# ── What is wrong ─────────────────────────────────────────────────────────────────────────────────────────

WRONG = {
    "the solution": (
        ("solution", "2.0 * np", "3.0 * np"), "solutions", "the solution of double does not pass “a batch”",
    ),
    "a misconception that is right": (
        ("suite", "lambda x: x * x", "lambda x: x + x"), "suites", "the misconception squared of double passes",
    ),
    "two misconceptions that are one": (
        ("suite", "lambda x: x / 2", "lambda x: x**2"), "suites",
        "the misconception halved of double is told as double/squared",
    ),
    "a reference that raises": (("suite", "lambda x: 2 * x", "lambda x: x / torch.nothing"), "suites", "double"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "tree", "problem"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_the_file_to_change(
    tmp_path: Path, change: tuple[str, str, str], tree: str, problem: str
) -> None:
    course = toy_course(tmp_path, change)
    problems = list(prove(course, course.exercises()))
    assert problem in str(problems[0].message)
    assert problems[0].path.parts[-3] == tree


# ── The commands ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program around a course of one exercise."""
    root = tmp_path_factory.mktemp("clone")
    toy_course(root)
    shutil.copytree(
        ROOT / "grader" / "dlgrade", root / "grader" / "dlgrade", ignore=shutil.ignore_patterns("__pycache__")
    )
    return root


def test_a_drifted_stub_is_told_by_the_commands_and_mended_by_one(clone: Path) -> None:
    env = {"PYTHONPATH": str(clone / "grader")}
    stub = clone / "exercises" / "week09" / "toys.py"
    stub.write_text("", encoding="utf-8")
    drift = dlgrade("course", "stubs", "--check", env=env)
    assert (drift.returncode, drift.stdout.strip()) == (1, str(stub))
    unsound = dlgrade("course", "check", "double", env=env)
    assert unsound.returncode == 1
    assert [line.partition(": ")[0] for line in unsound.stdout.splitlines()] == [str(stub)]
    assert dlgrade("course", "stubs", env=env).returncode == 0
    assert stub.read_text(encoding="utf-8") == STUB
    assert dlgrade("course", "stubs", "--check", env=env).returncode == 0
