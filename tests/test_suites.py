"""Suites are cheap to load, ordinary pytest, and ask questions that depend on nothing but seed and name."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from dlgrade.course import Course
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call, Fixed, Inputs
from dlgrade.worker.tree import leaves
from dlgrade.worker.wire import encode

EXERCISES = Course.in_clone(ROOT).exercises()


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the clone."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("DLGRADE", "PYTEST"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**plain, **variables}, capture_output=True, text=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def test_loading_all_suites_imports_neither_torch_nor_numpy() -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from dlgrade.course import Course\n"
        "assert Course.in_clone(Path.cwd()).exercises()\n"
        "print(*[m for m in sys.modules if m in ('numpy', 'torch')])\n"
    )
    result = run("-c", code)
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stderr


@pytest.mark.parametrize(("submission", "code"), [("solutions", 0), ("exercises", 1)])
def test_the_suites_are_ordinary_pytest(submission: str, code: int) -> None:
    result = run("-m", "pytest", "grader/suites", "-k", "softmax", "--submission", submission, "-p", "no:cacheprovider")
    assert result.returncode == code, result.stdout
    passed, failed = " passed" in result.stdout, " failed" in result.stdout
    assert (passed, failed) == (code == 0, code == 1)
    for exercise in (e for e in EXERCISES if "softmax" in e.name):
        assert (f"{exercise.name}: {exercise.cases[0].name}" in result.stdout) is (code == 1)
    assert "Traceback" not in result.stdout + result.stderr


# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────


def fingerprint(call: Call) -> str:
    """A hash of the arguments, to the bit."""
    return hashlib.sha256(encode((call.args, call.kwargs))).hexdigest()


def asked(exercise: Exercise, seed: int) -> dict[str, str]:
    return {case.name: fingerprint(exercise.make_call(case, seed)) for case in exercise.cases}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_a_question_does_not_depend_on_what_else_is_asked(exercise: Exercise) -> None:
    forwards = asked(exercise, 7)
    np.random.seed(1)
    backwards = {c.name: fingerprint(exercise.make_call(c, 7)) for c in reversed(exercise.cases)}
    assert backwards == forwards
    assert asked(exercise, 7) == forwards


def test_a_question_is_the_same_in_another_process() -> None:
    code = (
        "import sys\n"
        "sys.path.insert(0, 'tests')\n"
        "import test_suites as t\n"
        "print(t.hashlib.sha256(repr([t.asked(e, 7) for e in t.EXERCISES]).encode()).hexdigest())\n"
    )
    result = run("-c", code, PYTHONHASHSEED="99")
    here = hashlib.sha256(repr([asked(e, 7) for e in EXERCISES]).encode()).hexdigest()
    assert result.stdout.strip() == here, result.stderr


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_another_seed_asks_with_other_numbers(exercise: Exercise) -> None:
    one, other = asked(exercise, 7), asked(exercise, 8)
    drawn = [name for name, inputs in exercise.own_cases.items() if is_drawn(inputs)]
    assert [name for name in drawn if one[name] == other[name]] == []


def is_drawn(inputs: Inputs) -> bool:
    """Whether any argument is made from the generator."""
    flat = [leaf.args[0] if isinstance(leaf, Inputs) else leaf for leaf in leaves((inputs.args, inputs.kwargs))]
    return any(hasattr(leaf, "make") and not isinstance(leaf, Fixed) for leaf in flat)


def test_two_exercises_are_asked_with_different_numbers() -> None:
    first = {e.name: e.make_call(e.cases[0], 7) for e in EXERCISES if e.cases[0].name == "a batch"}
    batches = [fingerprint(Call(call.args[:1])) for call in first.values() if is_float(call.args[0])]
    assert len(batches) > 10
    assert len(set(batches)) == len(batches)


def is_float(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def specimen(exercise: Exercise) -> tuple[Inputs, np.ndarray[Any, Any]] | None:
    """The first case that holds a float array, and that array: what the laws ask with."""
    for case in exercise.cases:
        if case.law is None:
            found = next((a for a in leaves(exercise.make_call(case, 0).args) if is_float(a)), None)
            if found is not None:
                return case.inputs, found
    return None


BY_ELEMENTS = [e for e in EXERCISES if {"large", "rows"} & set(e.laws)]


@pytest.mark.parametrize("exercise", BY_ELEMENTS, ids=lambda e: e.name)
def test_where_the_laws_change_elements_they_have_enough_of_both_signs(exercise: Exercise) -> None:
    found = specimen(exercise)
    assert found is not None
    inputs, array = found
    fixed = any(isinstance(leaf, Fixed) for leaf in leaves(inputs.args))
    assert fixed or array.size >= 30
    assert array.min() < 0 < array.max()
    assert np.unique(array).size == array.size
